-- The voucher numbers of entries $2, one a fund. Index: entry_number primary key.
select n.seq, n.fund, n.word, n.series, n.number from entry_number n where n.community_id = $1 and n.seq = any ($2::bigint[]) order by n.seq, n.fund
