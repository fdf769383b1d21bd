-- All held bank lines of a community. Index: held_line primary key.
select seq, received_seq, bank_account_seq, booked_on, amount_fen::bigint as amount_fen, summary, payee from held_line where community_id = $1 order by seq
