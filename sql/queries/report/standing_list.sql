-- Turnover of fund $2 by account and month up to day $4 among the first $5 records, apart what ordinary, carry-forward and opening entries
-- booked; months before $3 are added up as month 0. Index: turnover and account primary keys, entry_booking, entry and posting primary keys.
select a.code, a.name, a.class, a.normal_side, case when t.month < $3 then 0 else t.month end as month,
       coalesce(sum(t.debit) filter (where t.flow = 1), 0)::bigint as debit_fen, coalesce(sum(t.credit) filter (where t.flow = 1), 0)::bigint as credit_fen,
       coalesce(sum(t.debit) filter (where t.flow = 2), 0)::bigint as carried_debit_fen,
       coalesce(sum(t.credit) filter (where t.flow = 2), 0)::bigint as carried_credit_fen,
       coalesce(sum(t.debit) filter (where t.flow = 4), 0)::bigint as opened_debit_fen,
       coalesce(sum(t.credit) filter (where t.flow = 4), 0)::bigint as opened_credit_fen
  from turnover_until($1, $2, $4, $5) t
  join account a on a.community_id = $1 and a.account_no = t.account_no
 group by a.code, a.name, a.class, a.normal_side, 5
 order by a.code collate "C", 5
