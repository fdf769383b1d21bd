-- Common assets of a community with their details, by record. Index: matter and opening primary keys.
select m.id as asset, m.opened_seq as seq, m.from_date, o.value as details
  from matter m join opening o on o.community_id = m.community_id and o.commitment = m.details
 where m.community_id = $1 and m.noun = 4 order by m.opened_seq
