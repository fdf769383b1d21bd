-- What the books say lies on a bank account. Index: account and turnover primary keys.
select coalesce(sum(t.debit_fen::numeric - t.credit_fen), 0)::bigint as balance
  from account a
  join turnover t on t.community_id = a.community_id and t.fund = a.fund and t.account_no = a.account_no and t.bank_account = $2
 where a.community_id = $1 and a.class = 1
