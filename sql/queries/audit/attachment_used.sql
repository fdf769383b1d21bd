-- What has been booked on these documents, by entries that are not reversed. Index: document_seq, matter primary key,
-- entry_ref_document, entry_ref_reversed.
select k.ordinal, d.document, d.type::smallint as type, m.amount_fen::bigint as amount, u.entries, u.used
  from unnest($1::bigint[], $2::bigint[]) with ordinality as k (community_id, seq, ordinal)
  join document d on d.community_id = k.community_id and d.seq = k.seq
  left join matter m on m.community_id = d.community_id and m.noun = 1 and m.id = d.document
 cross join lateral (
        select count(*) as entries, coalesce(sum(r.amount_fen), 0)::bigint as used from entry_ref r
         where r.community_id = d.community_id and r.role = 8 and r.ref_seq = d.seq
           and not exists (select from entry_ref x where x.community_id = r.community_id and x.role = 1 and x.ref_seq = r.seq)) u
 order by k.ordinal
