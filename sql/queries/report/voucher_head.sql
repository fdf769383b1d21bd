-- An entry as printed on a voucher: dates, summary, payee, number of attached documents, its place in the journal, and the entry that
-- reversed it among the first $3 records. Index: entry, journal, entry_ref and opening primary keys, entry_ref_reversed.
select e.entry_type, e.booking_date, e.value_date, e.original_date, e.recorded_at, convert_from(o.value, 'UTF8') as summary,
       convert_from(y.value, 'UTF8') as payee, j.leaf,
       (select count(*) from entry_ref r where r.community_id = e.community_id and r.seq = e.seq and r.role = 8) as documents,
       (select r.seq from entry_ref r where r.community_id = e.community_id and r.ref_seq = e.seq and r.role = 1 and r.seq < $3) as reversed_by,
       (select min(r.ref_seq) from entry_ref r where r.community_id = e.community_id and r.seq = e.seq and r.role in (1, 2, 3)) as corrects
  from entry e
  join journal j on j.community_id = e.community_id and j.seq = e.seq
  left join opening o on o.community_id = e.community_id and o.commitment = e.summary
  left join opening y on y.community_id = e.community_id and y.commitment = e.payee
 where e.community_id = $1 and e.seq = $2
