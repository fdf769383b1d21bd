-- Voucher numbers of a range of records. Index: entry_number primary key.
select seq, fund, word, series, number, paid_fen from entry_number where community_id = $1 and seq >= $2 and seq < $3 order by seq, fund
