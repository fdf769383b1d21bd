-- All documents of a community. Index: document primary key.
select uuid_send(d.document) as document, type, length, title, content, sm3_content, keep_until, seq
  from document d where community_id = $1 order by d.document
