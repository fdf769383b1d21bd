-- Lines on 2501 and 2502 of the warranty fund up to day $2 among the first $3 records, by deposit, day and record: the deposit and the party
-- that the entry names in this fund (0 none), whether it books in the maintenance fund too. Index: posting_account, posting_dim primary key.
select coalesce(w.value, 0) as warranty, left(a.code, 4) = '2502' as interest, p.side = 1 as debit, p.amount_fen::bigint as amount,
       coalesce((select min(v.value) from posting q
                   join posting_dim v on v.community_id = q.community_id and v.seq = q.seq and v.line = q.line and v.dimension = 4
                  where q.community_id = p.community_id and q.seq = p.seq and q.fund = 3), 0) as party,
       exists (select from posting q where q.community_id = p.community_id and q.seq = p.seq and q.fund = 1) as to_fund, p.booking_date as "on"
  from account a
  join posting p on p.community_id = a.community_id and p.account_no = a.account_no and p.booking_date <= $2 and p.seq < $3
  left join posting_dim w on w.community_id = p.community_id and w.seq = p.seq and w.line = p.line and w.dimension = 5
 where a.community_id = $1 and a.fund = 3 and left(a.code, 4) in ('2501', '2502')
 order by 1, p.booking_date, p.seq, p.line
