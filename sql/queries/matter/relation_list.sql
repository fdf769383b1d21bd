-- Relations of people to payees with their details, by record. Index: matter, opening and journal primary keys.
select m.opened_seq as seq, o.value as details, encode(substring(j.record from 102 for 16), 'hex')::uuid as recorder
  from matter m join opening o on o.community_id = m.community_id and o.commitment = m.details
  join journal j on j.community_id = m.community_id and j.seq = m.opened_seq
 where m.community_id = $1 and m.noun = 18 order by m.opened_seq
