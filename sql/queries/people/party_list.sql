-- Parties of a community with their names and accounts, by record. Index: party and opening primary keys.
select p.party, p.seq, convert_from(n.value, 'UTF8') as name, convert_from(b.value, 'UTF8') as bank_account
  from party p join opening n on n.community_id = p.community_id and n.commitment = p.name
  join opening b on b.community_id = p.community_id and b.commitment = p.bank_account
 where p.community_id = $1 order by p.seq
