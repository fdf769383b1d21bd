-- What the books say lies on a bank account. Index: posting_dim and posting primary keys.
select coalesce(sum(case p.side when 1 then p.amount_fen else -p.amount_fen end), 0)::bigint as balance
  from posting_dim d
  join posting p on p.community_id = d.community_id and p.seq = d.seq and p.line = d.line
  join account a on a.community_id = p.community_id and a.account_no = p.account_no and a.class = 1
 where d.community_id = $1 and d.dimension = 1 and d.value = $2
