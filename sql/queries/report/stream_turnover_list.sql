-- Without carry-forward entries: taxes (5101) and suspense (224103, 122109) by stream and month up to month $4; months before $3 are added up
-- as month 0; stream 0 is none. Index: turnover and account primary keys.
select a.code, t.stream, case when t.month < $3 then 0 else t.month end as month, sum(t.debit_fen)::bigint as debit_fen,
       sum(t.credit_fen)::bigint as credit_fen
  from account a
  join turnover t on t.community_id = a.community_id and t.fund = a.fund and t.account_no = a.account_no and t.month <= $4 and t.flow <> 2
 where a.community_id = $1 and a.fund = $2 and (a.code like '5101%' or a.code in ('224103', '122109'))
 group by a.code, 2, 3
 order by a.code collate "C", 2, 3
