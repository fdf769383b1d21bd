-- The document with this id or, when the id is null, this digest: as document_list gives it.
-- Index: document and document_blob primary keys, document_blob_sha256, entry_ref_document, entry_ref_reversed.
select d.document, d.seq, d.type::smallint as type, d.length, convert_from(t.value, 'UTF8') as title, b.sha256, d.keep_until,
       coalesce(m.state, 1)::smallint as visibility, m.seq as matter_seq, m.from_date as issued_on, m.amount_fen::bigint as amount,
       i.value as identity, u.entries, u.used
  from (select $2::uuid as document where $2::uuid is not null
         union all
        (select document from document_blob where community_id = $1 and $2::uuid is null and sha256 = $3 order by document limit 1)) k
  join document d on d.community_id = $1 and d.document = k.document
  join document_blob b on b.community_id = d.community_id and b.document = d.document
  join opening t on t.community_id = d.community_id and t.commitment = d.title
  left join matter m on m.community_id = d.community_id and m.noun = 1 and m.id = d.document
  left join opening i on i.community_id = d.community_id and i.commitment = m.details
 cross join lateral (
        select count(*) as entries, coalesce(sum(r.amount_fen), 0)::bigint as used from entry_ref r
         where r.community_id = d.community_id and r.role = 8 and r.ref_seq = d.seq
           and not exists (select from entry_ref x where x.community_id = r.community_id and x.role = 1 and x.ref_seq = r.seq)) u
