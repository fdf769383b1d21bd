-- Voucher numbers, and what was paid.
select entry_number_append($1, $2, $3, $4, $5, $6, $7)
