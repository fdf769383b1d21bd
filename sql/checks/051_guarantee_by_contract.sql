-- title: 每份合同的押金不为负 no deposit of a tenant is given back twice
-- C8: 224101 by contract.
select d.community_id, d.value as contract_seq, sum(case p.side when 2 then p.amount_fen else -p.amount_fen end) as fen
  from posting_dim d join posting p on p.community_id = d.community_id and p.seq = d.seq and p.line = d.line
  join account a on a.community_id = p.community_id and a.account_no = p.account_no
 where d.dimension = 3 and a.fund = 2 and a.code = '224101' group by d.community_id, d.value
having sum(case p.side when 2 then p.amount_fen else -p.amount_fen end) < 0
