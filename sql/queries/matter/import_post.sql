-- Closes an import.
select import_post($1, $3, $4, $5, $6, $2)
