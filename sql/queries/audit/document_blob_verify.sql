-- One archived file. Index: document_blob primary key.
select sha256, content from document_blob where community_id = $1 and document = $2
