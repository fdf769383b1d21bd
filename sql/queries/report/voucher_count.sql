-- Vouchers of a fund booked from month $3 to month $4, and how many of them are red letters: the last number of each series, for series have no
-- gaps. Index: voucher_counter primary key, entry_red_letter, entry_number primary key.
select (select coalesce(sum(c.last_no), 0)::bigint from voucher_counter c
         where c.community_id = $1 and c.fund = $2 and c.series between $3 / 12 * 100 + $3 % 12 + 1 and $4 / 12 * 100 + $4 % 12 + 1) as vouchers,
       (select count(*) from entry e
          join entry_number n on n.community_id = e.community_id and n.seq = e.seq and n.fund = $2
         where e.community_id = $1 and e.entry_type = 2
           and e.booking_date between make_date($3 / 12, $3 % 12 + 1, 1) and make_date($4 / 12, $4 % 12 + 1, 1) + interval '1 month - 1 day') as red_letters
