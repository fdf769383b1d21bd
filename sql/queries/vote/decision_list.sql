-- Decisions of a community with their texts, by record. Index: decision, matter and opening primary keys.
select d.decision, d.seq, d.matter, d.result, d.owners, d.took_part, d.in_favour, d.area_cm2, d.area_took_part, d.area_in_favour, d.from_date,
       d.to_date, d.announced, d.ballots, d.limit_fen, o.value as text
  from decision d join matter m on m.community_id = d.community_id and m.noun = 17 and m.id = d.decision
  join opening o on o.community_id = m.community_id and o.commitment = m.details
 where d.community_id = $1 order by d.seq
