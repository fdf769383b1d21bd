-- The file of a document. Index: document_blob primary key.
select content from document_blob where community_id = $1 and document = $2
