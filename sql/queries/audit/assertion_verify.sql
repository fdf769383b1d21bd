-- All asserted balances of a community. Index: assertion primary key.
select seq, bank_account_seq, as_of, balance_fen::bigint as balance_fen, document_seq, lines from assertion where community_id = $1 order by seq
