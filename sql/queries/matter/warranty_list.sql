-- Warranty deposits of a community with their details, by record. Index: matter and opening primary keys.
select m.id as warranty, m.opened_seq as seq, m.from_date, m.due_date as expires, coalesce(m.amount_fen, 0)::bigint as amount, o.value as details
  from matter m join opening o on o.community_id = m.community_id and o.commitment = m.details
 where m.community_id = $1 and m.noun = 8 order by m.opened_seq
