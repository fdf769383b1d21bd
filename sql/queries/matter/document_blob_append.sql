-- An archived file.
select document_blob_append($1, $2, $3, $4)
