-- How these reservations stand. Index: reservation primary key.
select k.ordinal, r.fund, r.account_no, r.amount_fen as amount, r.captured_fen as captured, r.expires, r.payee, r.state
  from unnest($1::bigint[], $2::bigint[]) with ordinality as k (community_id, seq, ordinal)
  join reservation r on r.community_id = k.community_id and r.opened_seq = k.seq
 order by k.ordinal
