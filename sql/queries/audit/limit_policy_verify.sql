-- All limits of a community. Index: limit_policy primary key.
select account_no, kind, amount_fen::bigint as amount_fen, opened_seq, seq from limit_policy where community_id = $1 order by account_no
