-- Unit lines of records $2 … $3 - 1, at most $6 behind line $4 and unit $5 of record $2. Index: unit_line primary key.
select seq, line, uuid_send(unit) as unit, fund, side, amount_fen, booking_date, key_seq
  from unit_line
 where community_id = $1 and seq >= $2 and seq < $3 and (seq, line, unit_line.unit) > ($2::bigint, $4::smallint, $5::uuid)
 order by seq, line, unit_line.unit limit $6
