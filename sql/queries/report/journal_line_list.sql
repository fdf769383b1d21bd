-- Every line of fund $2 booked from day $3 to day $4 among the first $5 records, by day, entry and line. Index: entry_booking, posting,
-- account, entry_number and opening primary keys.
select p.seq, p.line, e.booking_date, n.word, n.series, n.number, a.code, a.name, convert_from(coalesce(m.value, o.value), 'UTF8') as summary,
       case p.side when 1 then p.amount_fen::bigint end as debit, case p.side when 2 then p.amount_fen::bigint end as credit
  from entry e
  join posting p on p.community_id = e.community_id and p.seq = e.seq and p.fund = $2
  join account a on a.community_id = p.community_id and a.account_no = p.account_no
  join entry_number n on n.community_id = e.community_id and n.seq = e.seq and n.fund = $2
  left join opening o on o.community_id = e.community_id and o.commitment = e.summary
  left join opening m on m.community_id = e.community_id and m.commitment = p.summary
 where e.community_id = $1 and e.booking_date between $3 and $4 and e.seq < $5
 order by e.booking_date, p.seq, p.line
 limit 20001
