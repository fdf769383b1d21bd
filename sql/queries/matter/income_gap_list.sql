-- Expected, booked and banked income per stream and month, from the day $2 to the day $3. Index: contract_due_date, posting_account.
-- Banked: what lines under a stream say in entries that move money (bank, payment channels, receipts awaiting a name), costs apart.
with expected as (
    select c.stream, d.due_date as on_date, d.amount_fen as fen
      from contract_due d join contract c on c.community_id = d.community_id and c.contract = d.contract
     where d.community_id = $1 and d.due_date between $2 and $3 and (c.ended_on is null or d.due_date <= c.ended_on)),
line as (
    select p.seq, p.booking_date as on_date, d.value::integer as stream, a.code, case p.side when 2 then p.amount_fen else -p.amount_fen end as fen
      from account a join posting p on p.community_id = a.community_id and p.account_no = a.account_no
      join entry e on e.community_id = p.community_id and e.seq = p.seq
      join posting_dim d on d.community_id = p.community_id and d.seq = p.seq and d.line = p.line and d.dimension = 2
     where a.community_id = $1 and a.fund = 2 and a.code ~ '^(40(0[1-9]|1[0-7])|2203|1122|1221)' and p.booking_date between $2 and $3
       and e.entry_type not in (5, 6)),
part as (
    select stream, on_date, fen as expected, 0 as booked, 0 as banked from expected
    union all select stream, on_date, 0, fen, 0 from line where code like '40%'
    union all select stream, on_date, 0, 0, fen from line l
     where exists (select from posting m join account b on b.community_id = m.community_id and b.account_no = m.account_no
                    where m.community_id = $1 and m.seq = l.seq and b.fund = 2 and b.code ~ '^(1002|1012|224103)'))
select stream, (extract(year from on_date) * 12 + extract(month from on_date) - 1)::integer as month,
       sum(expected)::bigint as expected, sum(booked)::bigint as booked, sum(banked)::bigint as banked
  from part group by 1, 2 having sum(expected) <> 0 or sum(booked) <> 0 or sum(banked) <> 0 order by 1, 2
