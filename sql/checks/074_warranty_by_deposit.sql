-- title: 保修金逐项不透支且都有登记 every line on 2501 and 2502 names a deposit, and none is overdrawn
select p.community_id, p.seq, p.line, null::bigint as warranty, null::numeric as left_fen
  from account a join posting p on p.community_id = a.community_id and p.account_no = a.account_no
 where a.fund = 3 and left(a.code, 4) in ('2501', '2502')
   and not exists (select from posting_dim d join matter m on m.community_id = d.community_id and m.opened_seq = d.value and m.noun = 8
                    where d.community_id = p.community_id and d.seq = p.seq and d.line = p.line and d.dimension = 5)
union all
select d.community_id, null, null, d.value, sum(case p.side when 2 then p.amount_fen::numeric else -p.amount_fen end)
  from account a join posting p on p.community_id = a.community_id and p.account_no = a.account_no
  join posting_dim d on d.community_id = p.community_id and d.seq = p.seq and d.line = p.line and d.dimension = 5
 where a.fund = 3 and left(a.code, 4) in ('2501', '2502')
 group by d.community_id, d.value, left(a.code, 4) having sum(case p.side when 2 then p.amount_fen::numeric else -p.amount_fen end) < 0
