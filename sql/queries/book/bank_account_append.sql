-- Row of bank_account_opened.
select bank_account_append($1, $2, $3, $4, $5, $6)
