-- All reservations of a community. Index: reservation primary key.
select opened_seq, fund, account_no, amount_fen::bigint as amount_fen, expires, payee, rests_on, captured_fen::bigint as captured_fen, state, seq
  from reservation where community_id = $1 order by opened_seq
