-- Closes an import.
select import_post($1, $2, $3, $4, $5, $6)
