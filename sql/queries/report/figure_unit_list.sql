-- Entries with unit lines of one kind of housing ($3: 1 commodity, 2 public) on accounts of the maintenance fund whose code begins with $2,
-- from day $4 to day $5 among the first $6 records: number, summary, sums by side. Index: posting_account, unit_line and unit primary keys.
select p.seq, e.booking_date, n.word, n.series, n.number, convert_from(o.value, 'UTF8') as summary, p.debit_fen, p.credit_fen
  from (select p.seq, coalesce(sum(l.amount_fen) filter (where l.side = 1), 0)::bigint as debit_fen,
               coalesce(sum(l.amount_fen) filter (where l.side = 2), 0)::bigint as credit_fen
          from account a
          join posting p on p.community_id = a.community_id and p.account_no = a.account_no and p.booking_date between $4 and $5 and p.seq < $6
          join unit_line l on l.community_id = p.community_id and l.seq = p.seq and l.line = p.line
          join unit u on u.community_id = l.community_id and u.unit = l.unit
         where a.community_id = $1 and a.fund = 1 and starts_with(a.code, $2) and case when u.use in (2, 3) then 2 else 1 end = $3::integer
         group by p.seq) p
  join entry e on e.community_id = $1 and e.seq = p.seq
  join entry_number n on n.community_id = $1 and n.seq = p.seq and n.fund = 1
  left join opening o on o.community_id = $1 and o.commitment = e.summary
 order by e.booking_date, p.seq
