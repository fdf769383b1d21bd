-- All turnover of a community by kind of entry, bank account and stream. Index: turnover primary key.
select fund, account_no, month, flow, bank_account, stream, debit_fen, credit_fen from turnover where community_id = $1
 order by fund, account_no, month, flow, bank_account, stream
