-- Every movement of one unit, oldest first. Index: unit_line_unit.
select l.seq, l.booking_date, e.entry_type, l.side, a.code as account, a.name as account_name, convert_from(o.value, 'UTF8') as summary,
       l.amount_fen as amount
  from unit_line l
  join posting p on p.community_id = l.community_id and p.seq = l.seq and p.line = l.line
  join account a on a.community_id = p.community_id and a.account_no = p.account_no
  join entry e on e.community_id = l.community_id and e.seq = l.seq
  join opening o on o.community_id = e.community_id and o.commitment = e.summary
 where l.community_id = $1 and l.unit = $2 order by l.booking_date, l.seq, l.line
