-- Debit less credit of a bank account ($3: its record) on money accounts of fund $2 up to day $4 among the first $5 records. Index:
-- posting_account, posting_dim primary key.
select coalesce(sum(case p.side when 1 then p.amount_fen else -p.amount_fen end), 0)::bigint as balance
  from account a
  join posting p on p.community_id = a.community_id and p.account_no = a.account_no and p.booking_date <= $4 and p.seq < $5
  join posting_dim d on d.community_id = p.community_id and d.seq = p.seq and d.line = p.line and d.dimension = 1 and d.value = $3
 where a.community_id = $1 and a.fund = $2 and a.class = 1
