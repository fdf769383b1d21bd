-- title: 分录日期等于凭证日期 a line's date is its entry's
select p.community_id, p.seq, p.line from posting p join entry e on e.community_id = p.community_id and e.seq = p.seq
 where p.booking_date <> e.booking_date
