-- title: 凭证号的月份就是记账月份 the series of a number is the month of its entry
select n.community_id, n.seq, n.fund, n.series from entry_number n join entry e on e.community_id = n.community_id and e.seq = n.seq
 where n.series <> extract(year from e.booking_date) * 100 + extract(month from e.booking_date)
