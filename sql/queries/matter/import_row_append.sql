-- Raw rows of an import.
select import_row_append($1, $2, $3, $4, $5, $6, $7, $8)
