-- What the books hold in bonds and time deposits, by account and bank account. Index: posting_account, posting_dim primary key.
select a.fund, a.code as account, a.name, coalesce(b.opened_seq, 0)::bigint as time_account,
       sum(case p.side when 1 then p.amount_fen::numeric else -p.amount_fen end)::bigint as booked
  from account a
  join posting p on p.community_id = a.community_id and p.account_no = a.account_no
  left join posting_dim d on d.community_id = p.community_id and d.seq = p.seq and d.line = p.line and d.dimension = 1
  left join bank_account b on b.community_id = p.community_id and b.opened_seq = d.value and b.purpose = 3
 where a.community_id = $1 and (left(a.code, 4) = '1101' or left(a.code, 6) = '100203' or b.opened_seq is not null)
 group by a.fund, a.code, a.name, b.opened_seq order by a.fund, a.code, coalesce(b.opened_seq, 0)
