-- Newest entries of a community with number, summary and amount. Index: entry primary key backwards.
select e.seq, e.booking_date, e.entry_type, n.word, n.fund, n.series, n.number, convert_from(o.value, 'UTF8') as summary,
       (select coalesce(sum(p.amount_fen), 0)::bigint from posting p
         where p.community_id = e.community_id and p.seq = e.seq and p.fund = n.fund and p.side = 1) as amount,
       (select count(*) from entry_ref d where d.community_id = e.community_id and d.seq = e.seq and d.role = 8) as documents
  from (select * from entry where community_id = $1 order by seq desc limit $2) e
  join entry_number n on n.community_id = e.community_id and n.seq = e.seq
  join opening o on o.community_id = e.community_id and o.commitment = e.summary
 order by e.seq desc, n.fund
