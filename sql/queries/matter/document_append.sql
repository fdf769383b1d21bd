-- Row of document_archived.
select document_append($1, $3, $4, $5, $6, $7, $8, $9, $2)
