-- title: 凭证附件不超额入账 no document is booked beyond its amount, and one without amount once
select d.community_id, d.document from document d
  left join matter m on m.community_id = d.community_id and m.noun = 1 and m.id = d.document
  join entry_ref r on r.community_id = d.community_id and r.role = 8 and r.ref_seq = d.seq
 where not exists (select from entry_ref x where x.community_id = r.community_id and x.role = 1 and x.ref_seq = r.seq)
 group by d.community_id, d.document, d.type, m.amount_fen
having case when m.amount_fen is not null then sum(r.amount_fen) > m.amount_fen else d.type not in (1, 5, 6) and count(*) > 1 end
