-- Closes an account, as account_closed says.
select account_close($1, $2, $3)
