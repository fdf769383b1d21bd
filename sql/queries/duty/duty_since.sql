-- First day of the books: of the first entry that is no opening, else the day on which the books were opened. Index: entry and journal primary keys.
select coalesce((select min(e.booking_date) from entry e where e.community_id = $1 and e.entry_type <> 5),
                (select (j.recorded_at at time zone 'Asia/Shanghai')::date from journal j where j.community_id = $1 and j.seq = 0)) as since
