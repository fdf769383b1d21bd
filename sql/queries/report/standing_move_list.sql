-- What ordinary entries booked to net assets directly, line sums by entry and account, from day $3 to day $4 among the first $5 records.
-- move: 1 correction of a former year, 2 inside net assets (income shared out, money earmarked), 3 with assets or liabilities (fund moved to
-- or from another keeper). A red letter or a difference counts as what it corrects. Index: posting_account, posting and entry_ref primary
-- keys.
select m.seq, a.code, m.booking_date,
       (case when o.entry_type = 3 and not exists (select from entry_ref r where r.community_id = $1 and r.seq = o.seq and r.role = 2) then 1
             when (select sum(case q.side when 1 then q.amount_fen else -q.amount_fen end)
                     from posting q join account b on b.community_id = q.community_id and b.account_no = q.account_no and b.class = 3
                    where q.community_id = $1 and q.seq = o.seq and q.fund = $2) = 0 then 2
             else 3 end)::smallint as move,
       m.debit_fen, m.credit_fen
  from (select p.seq, p.account_no, p.booking_date, coalesce(sum(p.amount_fen) filter (where p.side = 1), 0)::bigint as debit_fen,
               coalesce(sum(p.amount_fen) filter (where p.side = 2), 0)::bigint as credit_fen
          from account c
          join posting p on p.community_id = c.community_id and p.account_no = c.account_no and p.booking_date between $3 and $4 and p.seq < $5
         where c.community_id = $1 and c.fund = $2 and c.class = 3
         group by p.seq, p.account_no, p.booking_date) m
  join entry e on e.community_id = $1 and e.seq = m.seq and e.entry_type not in (5, 6)
  left join entry_ref f on f.community_id = $1 and f.seq = m.seq and f.role in (1, 3)
  join entry o on o.community_id = $1 and o.seq = coalesce(f.ref_seq, m.seq)
  join account a on a.community_id = $1 and a.account_no = m.account_no
 order by m.booking_date, m.seq, a.code
