-- The archived files of a community, without their content. Index: document_blob primary key.
select uuid_send(d.document) as document, sha256 from document_blob d where community_id = $1 order by d.document
