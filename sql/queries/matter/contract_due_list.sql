-- Dues of the contracts of a community between two days, by contract and day; cancelled: behind an early end. Index: contract_due_date.
select c.opened_seq as contract_seq, d.due_date as due, d.amount_fen::bigint as amount, c.ended_on is not null and d.due_date > c.ended_on as cancelled
  from contract_due d join contract c on c.community_id = d.community_id and c.contract = d.contract
 where d.community_id = $1 and d.due_date between $2 and $3 order by c.opened_seq, d.due_date
