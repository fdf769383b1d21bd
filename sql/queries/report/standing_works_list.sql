-- Repairs (5001) of the maintenance fund by kind of housing (1 commodity, 2 public) and month, booked behind day $2 up to day $3, among the
-- first $4 records. Index: posting_account, unit_line and unit primary keys.
select (case when u.use in (2, 3) then 2 else 1 end)::smallint as kind, a.code,
       (extract(year from l.booking_date) * 12 + extract(month from l.booking_date) - 1)::integer as month,
       coalesce(sum(l.amount_fen) filter (where l.side = 1), 0)::bigint as debit_fen,
       coalesce(sum(l.amount_fen) filter (where l.side = 2), 0)::bigint as credit_fen
  from account a
  join posting p on p.community_id = a.community_id and p.account_no = a.account_no and p.booking_date > $2 and p.booking_date <= $3 and p.seq < $4
  join unit_line l on l.community_id = p.community_id and l.seq = p.seq and l.line = p.line
  join unit u on u.community_id = l.community_id and u.unit = l.unit
 where a.community_id = $1 and a.fund = 1 and left(a.code, 4) = '5001'
 group by 1, 2, 3
