-- The fund, its keeper, the kinds of housing registered, and up to which day its results are carried forward: by day $3 and by day $4, among
-- the first $5 records. Index: community, fund, head, unit and entry primary keys,
-- entry_number_community_id_fund_word_series_number_key.
select c.community_id, c.name, h.size, h.root, f.custodian,
       (select max(e.booking_date) from entry_number n join entry e on e.community_id = n.community_id and e.seq = n.seq
         where n.community_id = c.community_id and n.fund = $2 and n.word = 5 and n.seq < $5 and e.booking_date <= $3) as carried_before,
       (select max(e.booking_date) from entry_number n join entry e on e.community_id = n.community_id and e.seq = n.seq
         where n.community_id = c.community_id and n.fund = $2 and n.word = 5 and n.seq < $5 and e.booking_date <= $4) as carried,
       exists (select from unit u where u.community_id = c.community_id and u.opened_seq < $5 and u.use not in (2, 3)) as commodity,
       exists (select from unit u where u.community_id = c.community_id and u.opened_seq < $5 and u.use in (2, 3)) as public
  from community c
  join head h on h.community_id = c.community_id
  left join fund f on f.community_id = c.community_id and f.fund = $2
 where c.community_id = $1
