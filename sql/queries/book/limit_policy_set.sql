-- Row of limit_set.
select limit_policy_set($1, $2, $3, $4, $5)
