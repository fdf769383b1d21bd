-- Voucher numbers.
select entry_number_append($1, $2, $3, $4, $5, $6)
