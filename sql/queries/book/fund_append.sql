-- Row of fund_opened.
select fund_append($1, $3, $4, $5, $2)
