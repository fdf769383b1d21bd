-- All turnover of a community. Index: balance primary key.
select fund, account_no, month, debit_fen, credit_fen, carried_debit_fen, carried_credit_fen from balance where community_id = $1 order by fund, account_no, month
