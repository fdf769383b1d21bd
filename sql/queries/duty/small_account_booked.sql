-- Gross income of public income by stream from day $2 to day $3, carry-forward apart, and what of it stands on a bank line. Index: posting_account, entry primary
-- key, bank_line_entry.
select substring(a.code from 3 for 2)::smallint as stream, sum(case p.side when 2 then p.amount_fen else -p.amount_fen end)::bigint as booked,
       coalesce(sum(case p.side when 2 then p.amount_fen else -p.amount_fen end) filter (where exists (
           select from bank_line l where l.community_id = p.community_id and l.entry_seq = p.seq)), 0)::bigint as banked
  from account a
  join posting p on p.community_id = a.community_id and p.account_no = a.account_no and p.booking_date between $2 and $3
  join entry e on e.community_id = p.community_id and e.seq = p.seq and e.entry_type <> 6
 where a.community_id = $1 and a.fund = 2 and a.code ~ '^40[0-9][0-9]'
 group by 1 order by 1
