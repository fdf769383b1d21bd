-- Codes of accounts by number, in the order asked for; no row where there is none. Index: account primary key.
select ordinal, code from account_code_list($1, $2)
