-- Imports of a community that were received but not posted. Index: import_batch primary key.
select 'import' as what, b.import::text as name
  from import_batch b where b.community_id = $1 and b.posted_seq is null order by b.received_seq
