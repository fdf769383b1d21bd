-- All contracts of a community. Index: contract primary key.
select uuid_send(c.contract) as contract, uuid_send(c.party) as party, stream, from_date, to_date, document_seq, opened_seq, ended_on, end_reason, seq
  from contract c where community_id = $1 order by c.contract
