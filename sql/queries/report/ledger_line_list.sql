-- Lines on accounts of fund $2 whose code begins with $3, from day $4 to day $5 among the first $6 records, with number, summary and the
-- accounts on the other side; $7: of one bank account, 0 all. Index: posting_account, entry, entry_number and opening primary keys.
select p.seq, p.line, p.booking_date, n.word, n.series, n.number, a.code,
       convert_from(coalesce(m.value, o.value), 'UTF8') as summary,
       (select string_agg(distinct b.code, ' ' order by b.code) from posting q
          join account b on b.community_id = q.community_id and b.account_no = q.account_no
         where q.community_id = p.community_id and q.seq = p.seq and q.fund = p.fund
           and q.side <> p.side and (q.amount_fen < 0) = (p.amount_fen < 0)) as against,
       case p.side when 1 then p.amount_fen::bigint end as debit, case p.side when 2 then p.amount_fen::bigint end as credit
  from account a
  join posting p on p.community_id = a.community_id and p.account_no = a.account_no and p.booking_date between $4 and $5 and p.seq < $6
  join entry e on e.community_id = p.community_id and e.seq = p.seq
  join entry_number n on n.community_id = p.community_id and n.seq = p.seq and n.fund = p.fund
  left join opening o on o.community_id = p.community_id and o.commitment = e.summary
  left join opening m on m.community_id = p.community_id and m.commitment = p.summary
 where a.community_id = $1 and a.fund = $2 and starts_with(a.code, $3)
   and ($7::bigint = 0 or exists (select from posting_dim d where d.community_id = p.community_id and d.seq = p.seq and d.line = p.line
                                                              and d.dimension = 1 and d.value = $7))
 order by p.booking_date, p.seq, p.line
 limit 20001
