-- Debit less credit of a bank account ($3: its record) on money accounts of fund $2 up to day $4 among the first $5 records. Index: as
-- standing_list.
select coalesce(sum(t.debit - t.credit), 0)::bigint as balance
  from turnover_until($1, $2, $4, $5) t
  join account a on a.community_id = $1 and a.account_no = t.account_no and a.class = 1
 where t.bank_account = $3
