-- All dues of a community. Index: contract_due primary key.
select uuid_send(d.contract) as contract, due_date, amount_fen::bigint as amount_fen, seq from contract_due d where community_id = $1
 order by d.contract, due_date
