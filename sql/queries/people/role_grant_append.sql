-- Row of role_granted.
select role_grant_append($1, $2, $3, $4, $5, $6, $7, $8, $9)
