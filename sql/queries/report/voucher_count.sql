-- Vouchers of a fund booked from day $3 to day $4, and how many of them are red letters. Index: entry_number and entry primary keys.
select count(*) as vouchers, count(*) filter (where e.entry_type = 2) as red_letters
  from entry_number n
  join entry e on e.community_id = n.community_id and e.seq = n.seq
 where n.community_id = $1 and n.fund = $2 and e.booking_date between $3 and $4
