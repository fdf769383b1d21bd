-- Adds turnover.
select balance_add($1, $2, $3, $4, $5, $6, $7, $8)
