-- Row of order_issued.
select order_issue($1, $2, $3, $4, $5, $6, $7)
