-- role_ended: the last day of a role. Index: role_grant primary key.
select role_grant_end($1, $2, $3, $4, $5)
