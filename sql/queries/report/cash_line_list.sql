-- What entries that move cash, bank or payment channels of fund $2 say with their other lines: sums by account, stream (0 none) and month,
-- booked from day $3 to day $4 among the first $5 records, without opening and carry-forward entries. Index: posting_account, entry, posting
-- and posting_dim primary keys.
select a.code, coalesce(d.value, 0) as stream, (extract(year from p.booking_date) * 12 + extract(month from p.booking_date) - 1)::integer as month,
       coalesce(sum(p.amount_fen) filter (where p.side = 1), 0)::bigint as debit_fen,
       coalesce(sum(p.amount_fen) filter (where p.side = 2), 0)::bigint as credit_fen
  from (select distinct q.seq
          from account c
          join posting q on q.community_id = c.community_id and q.account_no = c.account_no and q.booking_date between $3 and $4 and q.seq < $5
         where c.community_id = $1 and c.fund = $2 and left(c.code, 4) in ('1001', '1002', '1012')) m
  join entry e on e.community_id = $1 and e.seq = m.seq and e.entry_type not in (5, 6)
  join posting p on p.community_id = $1 and p.seq = m.seq and p.fund = $2
  join account a on a.community_id = $1 and a.account_no = p.account_no and left(a.code, 4) not in ('1001', '1002', '1012')
  left join posting_dim d on d.community_id = $1 and d.seq = p.seq and d.line = p.line and d.dimension = 2
 group by 1, 2, 3
 order by 1, 2, 3
