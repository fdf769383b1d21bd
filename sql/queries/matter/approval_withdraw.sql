-- approval_withdrawn. Index: approval primary key.
select approval_withdraw($1, $2, $3, $4)
