-- Entries with lines on accounts of fund $2 whose code begins with $3, from day $4 to day $5 among the first $6 records: number, summary, sums
-- by side. $7: which entries count: 1 ordinary, 2 carry-forward, 4 opening, added up. $8: lines of one stream, -1 all. Index: account and
-- posting_account, entry primary key.
select p.seq, e.booking_date, n.word, n.series, n.number, convert_from(o.value, 'UTF8') as summary, p.debit_fen, p.credit_fen
  from (select p.seq, coalesce(sum(p.amount_fen) filter (where p.side = 1), 0)::bigint as debit_fen,
               coalesce(sum(p.amount_fen) filter (where p.side = 2), 0)::bigint as credit_fen
          from account a
          join posting p on p.community_id = a.community_id and p.account_no = a.account_no and p.booking_date between $4 and $5 and p.seq < $6
          left join posting_dim d on d.community_id = p.community_id and d.seq = p.seq and d.line = p.line and d.dimension = 2
         where a.community_id = $1 and a.fund = $2 and starts_with(a.code, $3) and ($8::bigint = -1 or coalesce(d.value, 0) = $8)
         group by p.seq) p
  join entry e on e.community_id = $1 and e.seq = p.seq and (case e.entry_type when 6 then 2 when 5 then 4 else 1 end) & $7::integer <> 0
  join entry_number n on n.community_id = $1 and n.seq = p.seq and n.fund = $2
  left join opening o on o.community_id = $1 and o.commitment = e.summary
 order by e.booking_date, p.seq
