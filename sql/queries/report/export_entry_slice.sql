-- Entries of a community from a seq on, with number and words: exports. Index: entry primary key.
select e.seq, e.booking_date, e.entry_type, n.fund, n.word, n.series, n.number, encode(j.leaf, 'hex') as leaf,
       convert_from(o.value, 'UTF8') as summary
  from (select * from entry where community_id = $1 and seq >= $2 order by seq limit $3) e
  join journal j on j.community_id = e.community_id and j.seq = e.seq
  join opening o on o.community_id = e.community_id and o.commitment = e.summary
  join lateral (select * from entry_number m where m.community_id = e.community_id and m.seq = e.seq order by m.fund limit 1) n on true
 order by e.seq
