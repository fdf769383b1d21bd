-- The last bank line of an account at or before a moment. Index: bank_line_order.
select booked_on, amount_fen::bigint as amount, balance_fen::bigint as balance from bank_line
 where community_id = $1 and bank_account_seq = $2 and (booked_on, seconds) <= ($3, $4) and balance_fen is not null
 order by booked_on desc, seconds desc, entry_seq desc limit 1
