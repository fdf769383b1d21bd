-- How far the books of a community are closed: the watermark, its seal, the first month with an entry. Index: entry_booking, head primary key.
select h.sealed_to, (select seal_seq from period where community_id = $1 and to_date = h.sealed_to) as seal_seq,
       (select min(booking_date) from entry where community_id = $1) as first_date
  from head h where h.community_id = $1
