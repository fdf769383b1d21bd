-- Lines of a range of records. Index: posting primary key.
select seq, line, fund, account_no, side, amount_fen, booking_date, summary, unit_count, unit_root
  from posting where community_id = $1 and seq >= $2 and seq < $3 order by seq, line
