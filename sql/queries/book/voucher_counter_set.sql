-- Last numbers given.
select voucher_counter_set($1, $2, $3, $4, $5)
