-- What stands between a bank account and the books at the end of day $3, as the first $4 records know it; numbers in fund $5.
-- Index: bank_line_order, posting_dim, entry_number and opening primary keys.
select i.part, i.cause, i.seq, i.day as date, i.amount, i.other_seq, i.other_day,
       coalesce(n.word, 0)::smallint as word, coalesce(n.series, 0) as series, coalesce(n.number, 0) as number,
       coalesce(o.word, 0)::smallint as other_word, coalesce(o.series, 0) as other_series, coalesce(o.number, 0) as other_number,
       coalesce(l.serial, '') as serial, coalesce(convert_from(s.value, 'UTF8'), '') as summary, coalesce(convert_from(p.value, 'UTF8'), '') as payee
  from reconciliation_item($1, $2, $3, $4) i
  left join bank_line l on l.community_id = $1 and l.entry_seq = i.seq and i.part = 1
  left join entry e on e.community_id = $1 and e.seq = i.seq
  left join held_line h on h.community_id = $1 and h.seq = i.seq
  left join opening s on s.community_id = $1 and s.commitment = coalesce(e.summary, h.summary)
  left join opening p on p.community_id = $1 and p.commitment = coalesce(e.payee, h.payee)
  left join entry_number n on n.community_id = $1 and n.seq = i.seq and n.fund = $5
  left join entry_number o on o.community_id = $1 and o.seq = i.other_seq and o.fund = $5
 order by i.part, i.day, i.seq
