-- The documents with these seqs: id, kind and amount. Index: document_seq, matter primary key.
select d.seq, d.document, d.type::smallint as type, m.amount_fen::bigint as amount
  from unnest($2::bigint[]) k (seq)
  join document d on d.community_id = $1 and d.seq = k.seq
  left join matter m on m.community_id = d.community_id and m.noun = 1 and m.id = d.document
 order by d.seq
