-- The import of this very file, if any. Index: document_blob_sha256, import_batch.
select i.received_seq, j.recorded_at
  from document_blob b
  join document d on d.community_id = b.community_id and d.document = b.document
  join import_batch i on i.community_id = d.community_id and i.document_seq = d.seq
  join journal j on j.community_id = i.community_id and j.seq = i.received_seq
 where b.community_id = $1 and b.sha256 = $2
 order by i.received_seq limit 1
