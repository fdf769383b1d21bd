-- Open reservations and what they still hold. Index: reservation_open.
select count(*)::bigint as reservations, coalesce(sum(amount_fen::numeric - captured_fen), 0)::bigint as reserved
  from reservation where community_id = $1 and state = 1
