-- Money accounts by bank account and month up to month $4; months before $3 are added up as month 0; without a bank account its bank and
-- tail are null. Index: turnover, account, bank_account and opening primary keys.
select a.code, a.name, t.bank_account, b.bank, right(convert_from(o.value, 'UTF8'), 4) as tail,
       case when t.month < $3 then 0 else t.month end as month, sum(t.debit_fen)::bigint as debit_fen, sum(t.credit_fen)::bigint as credit_fen
  from account a
  join turnover t on t.community_id = a.community_id and t.fund = a.fund and t.account_no = a.account_no and t.month <= $4
  left join bank_account b on b.community_id = t.community_id and b.opened_seq = t.bank_account
  left join opening o on o.community_id = b.community_id and o.commitment = b.number
 where a.community_id = $1 and a.fund = $2 and (a.code like '100%' or a.code like '1012%' or a.code = '1201')
 group by a.code, a.name, t.bank_account, b.bank, o.value, 6
 order by a.code collate "C", 3, 6
