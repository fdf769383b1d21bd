-- All imports of a community. Index: import_batch primary key.
select uuid_send(i.import) as import, source, document_seq, rows, row_root, received_seq, posted_seq, posted, refused, duplicate
  from import_batch i where community_id = $1 order by i.import
