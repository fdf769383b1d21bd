-- Every account with its gross totals to the end of month $2, in order of account_no. Index: balance primary key.
select a.account_no, a.fund, convert_to(a.code, 'UTF8') as code, convert_to(a.name, 'UTF8') as name, a.class, a.normal_side, a.parent, a.closed_seq,
       a.opened_seq, coalesce(sum(b.debit_fen::numeric), 0)::bigint as debit, coalesce(sum(b.credit_fen::numeric), 0)::bigint as credit
  from account a
  left join balance b on b.community_id = a.community_id and b.account_no = a.account_no and b.fund = a.fund and b.month <= $2
 where a.community_id = $1 group by a.community_id, a.account_no order by a.account_no
