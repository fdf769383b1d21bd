-- Without carry-forward entries: taxes (5101) and suspense (224103, 122109) by stream and month up to day $4; days before $3 are added up as month 0; stream 0 is
-- none. Index: posting_account, posting_dim primary key.
select a.code, coalesce(d.value, 0) as stream,
       case when p.booking_date < $3 then 0
            else (extract(year from p.booking_date) * 12 + extract(month from p.booking_date) - 1)::integer end as month,
       coalesce(sum(p.amount_fen) filter (where p.side = 1), 0)::bigint as debit_fen,
       coalesce(sum(p.amount_fen) filter (where p.side = 2), 0)::bigint as credit_fen
  from account a
  join posting p on p.community_id = a.community_id and p.account_no = a.account_no
  join entry e on e.community_id = p.community_id and e.seq = p.seq and e.entry_type <> 6
  left join posting_dim d on d.community_id = p.community_id and d.seq = p.seq and d.line = p.line and d.dimension = 2
 where a.community_id = $1 and a.fund = $2 and (a.code like '5101%' or a.code in ('224103', '122109')) and p.booking_date <= $4
 group by a.code, 2, 3
 order by a.code collate "C", 2, 3
