-- A new name, as account_renamed says.
select account_rename($1, $2, $3, $4)
