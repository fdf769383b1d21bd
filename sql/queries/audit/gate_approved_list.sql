-- What the references of an entry let out of a fund: what it captures of reservations that an approval made, in the record behind
-- application_closed, and what the reversed entry had paid that it replaces, if none replaced it before. Index: reservation, withdrawal and
-- entry_number primary keys, entry_ref_replaced.
select r.fund, k.amount
  from unnest($2::integer[], $3::bigint[], $4::bigint[]) as k (role, seq, amount)
  join reservation r on r.community_id = $1 and r.opened_seq = k.seq
  join withdrawal w on w.community_id = $1 and w.opened_seq = r.rests_on and w.state = 2 and w.seq + 1 = r.opened_seq
 where k.role = 7
union all
select n.fund, n.paid_fen::bigint
  from unnest($2::integer[], $3::bigint[], $4::bigint[]) as k (role, seq, amount)
  join entry_number n on n.community_id = $1 and n.seq = k.seq
 where k.role = 2 and n.paid_fen > 0
   and not exists (select from entry_ref x where x.community_id = $1 and x.role = 2 and x.ref_seq = k.seq)
