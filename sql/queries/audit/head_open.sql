-- The empty head of a new journal.
select head_open($1, $2, $3, $4)
