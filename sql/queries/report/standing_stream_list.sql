-- Taxes (5101) of fund $2 by stream and month from day $3 to day $4 among the first $5 records, without carry-forward entries; stream 0 is
-- none. Index: posting_account, posting_dim primary key.
select a.code, coalesce(d.value, 0) as stream,
       (extract(year from p.booking_date) * 12 + extract(month from p.booking_date) - 1)::integer as month,
       coalesce(sum(p.amount_fen) filter (where p.side = 1), 0)::bigint as debit_fen,
       coalesce(sum(p.amount_fen) filter (where p.side = 2), 0)::bigint as credit_fen
  from account a
  join posting p on p.community_id = a.community_id and p.account_no = a.account_no and p.booking_date between $3 and $4 and p.seq < $5
  join entry e on e.community_id = p.community_id and e.seq = p.seq and e.entry_type <> 6
  left join posting_dim d on d.community_id = p.community_id and d.seq = p.seq and d.line = p.line and d.dimension = 2
 where a.community_id = $1 and a.fund = $2 and left(a.code, 4) = '5101'
 group by 1, 2, 3
 order by 1, 2, 3
