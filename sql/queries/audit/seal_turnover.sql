-- Entries booked from $2 to $3 with their sums, the first record written from instant $4 on, the seal before. Index: entry_booking, posting
-- primary key, journal primary key, period primary key.
select (select count(*) from entry where community_id = $1 and booking_date between $2 and $3) as entries,
       coalesce(p.debit, 0) as debit, coalesce(p.credit, 0) as credit,
       (select min(seq) from journal where community_id = $1 and recorded_at >= $4) as lo, s.seal_seq as previous_seq, j.leaf as previous_leaf
  from (select (sum(amount_fen::numeric) filter (where p.side = 1))::bigint as debit, (sum(amount_fen::numeric) filter (where p.side = 2))::bigint as credit
          from entry e join posting p on p.community_id = e.community_id and p.seq = e.seq
         where e.community_id = $1 and e.booking_date between $2 and $3) p
  left join (select seal_seq from period where community_id = $1 order by to_date desc limit 1) s on true
  left join journal j on j.community_id = $1 and j.seq = s.seal_seq
