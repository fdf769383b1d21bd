-- For whom these reservations are. Index: reservation and opening primary keys.
select r.opened_seq as seq, r.payee, coalesce(convert_from(o.value, 'UTF8'), '') as name
  from unnest($2::bigint[]) as k (seq)
  join reservation r on r.community_id = $1 and r.opened_seq = k.seq
  left join opening o on o.community_id = r.community_id and o.commitment = r.payee
 order by r.opened_seq
