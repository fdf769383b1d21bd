-- Row of fund_opened.
select fund_append($1, $2, $3, $4, $5)
