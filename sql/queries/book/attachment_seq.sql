-- The record that archived the document with this id or, when the id is null, this digest. Index: document primary key, document_blob_sha256.
select d.seq
  from document d
 where d.community_id = $1
   and d.document = (select coalesce($2::uuid, (select document from document_blob where community_id = $1 and sha256 = $3 order by document limit 1)))
