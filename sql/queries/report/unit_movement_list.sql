-- Every movement of unit $2 up to day $3 among the first $4 records, oldest first, with number and summary. Index: unit_line_unit.
select l.seq, l.line, l.booking_date, n.word, n.series, n.number, a.code, a.name, convert_from(o.value, 'UTF8') as summary, l.side,
       l.amount_fen as amount
  from unit_line l
  join posting p on p.community_id = l.community_id and p.seq = l.seq and p.line = l.line
  join account a on a.community_id = p.community_id and a.account_no = p.account_no
  join entry e on e.community_id = l.community_id and e.seq = l.seq
  join entry_number n on n.community_id = l.community_id and n.seq = l.seq and n.fund = l.fund
  left join opening o on o.community_id = l.community_id and o.commitment = e.summary
 where l.community_id = $1 and l.unit = $2 and l.booking_date <= $3 and l.seq < $4
 order by l.booking_date, l.seq, l.line
