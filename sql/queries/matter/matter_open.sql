-- Row of matter_opened.
select matter_open($1, $3, $4, $5, $6, $7, $8, $2)
