-- The document with this kind, issuer and number, if any. Index: opening_document_identity, matter primary key.
select m.id as document from opening o
  join matter m on m.community_id = o.community_id and m.noun = 1 and m.details = o.commitment
 where o.community_id = $1 and o.class = 10 and substring(o.value from 3 for 1) = '\x01' and o.value = $2
