-- Bank lines behind a range of entries and held lines. Index: bank_line_entry.
select uuid_send(b.bank_line) as bank_line, bank_account_seq, received_seq, row_no, booked_on, seconds, amount_fen, balance_fen, serial, occurrence,
       entry_seq
  from bank_line b where community_id = $1 and entry_seq >= $2 and entry_seq < $3 order by entry_seq
