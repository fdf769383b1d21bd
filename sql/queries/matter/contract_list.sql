-- Contracts of a community with their parties, by record. Index: contract, party and opening primary keys.
select c.contract, c.opened_seq as seq, p.seq as party_seq, convert_from(o.value, 'UTF8') as party, c.stream, c.from_date, c.to_date,
       c.document_seq, c.ended_on, c.end_reason
  from contract c join party p on p.community_id = c.community_id and p.party = c.party
  join opening o on o.community_id = p.community_id and o.commitment = p.name
 where c.community_id = $1 order by c.opened_seq
