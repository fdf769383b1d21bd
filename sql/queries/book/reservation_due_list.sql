-- Open reservations that expired before $2, at most $3. Index: reservation_open.
select opened_seq as seq from reservation where community_id = $1 and state = 1 and expires < $2 order by opened_seq limit $3
