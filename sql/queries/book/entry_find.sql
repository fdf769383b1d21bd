-- The entry with a voucher number. Index: entry_number unique (community_id, fund, word, series, number).
select seq from entry_number where community_id = $1 and fund = $2 and word = $3 and series = $4 and number = $5
