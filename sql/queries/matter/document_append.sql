-- Row of document_archived.
select document_append($1, $2, $3, $4, $5, $6, $7, $8)
