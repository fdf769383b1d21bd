-- All counters of a community. Index: voucher_counter primary key.
select fund, word, series, last_no from voucher_counter where community_id = $1 order by fund, word, series
