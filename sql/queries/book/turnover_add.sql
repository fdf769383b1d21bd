-- Adds turnover by kind of entry, bank account and stream.
select turnover_add($1, $2, $3, $4, $5, $6, $7, $8, $9)
