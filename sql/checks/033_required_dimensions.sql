-- title: 银行科目都标明账户，收入都标明来源 bank accounts carry their account, income its stream
select p.community_id, p.seq, p.line from posting p join account a on a.community_id = p.community_id and a.account_no = p.account_no
  join entry e on e.community_id = p.community_id and e.seq = p.seq
 where p.fund <> 1 and e.entry_type <> 6 -- carry-forward entries move between accounts as wholes
   and ((a.code like '1002%' and not exists (select from posting_dim d where d.community_id = p.community_id and d.seq = p.seq and d.line = p.line and d.dimension = 1))
     or (left(a.code, 4) between '4001' and '4017' and not exists (select from posting_dim d where d.community_id = p.community_id and d.seq = p.seq and d.line = p.line and d.dimension = 2)))
