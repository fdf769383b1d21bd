-- The first of these records that archives no document. Index: document_seq.
select k.seq from unnest($2::bigint[]) as k (seq)
 where not exists (select from document d where d.community_id = $1 and d.seq = k.seq) order by k.seq limit 1
