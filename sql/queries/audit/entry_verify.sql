-- Entries of a range of records. Index: entry primary key.
select seq, uuid_send(event_id) as event_id, entry_type, booking_date, value_date, original_date, recorded_at, source, line_count, summary, payee,
       rule_set, outcome
  from entry where community_id = $1 and seq >= $2 and seq < $3 order by seq
