-- Turnover of a fund by account and month up to $4, without carry-forward entries, and what these booked; months before $3 are added up as month 0.
-- Index: balance and account primary keys.
select a.code, a.name, a.class, a.normal_side, case when b.month < $3 then 0 else b.month end as month,
       sum(b.debit_fen - b.carried_debit_fen)::bigint as debit_fen, sum(b.credit_fen - b.carried_credit_fen)::bigint as credit_fen,
       sum(b.carried_debit_fen)::bigint as carried_debit_fen, sum(b.carried_credit_fen)::bigint as carried_credit_fen
  from balance b
  join account a on a.community_id = b.community_id and a.account_no = b.account_no
 where b.community_id = $1 and b.fund = $2 and b.month <= $4
 group by a.code, a.name, a.class, a.normal_side, 5
 order by a.code collate "C", 5
