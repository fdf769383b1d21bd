-- What entries and statements fulfil: 10 a month in which every account of the maintenance fund whose statements ever came has one; 11 transfers of public income to
-- the fund that stand. Index: assertion_day, posting_account, entry_ref_reversed.
with statement as (
    select s.bank_account_seq, s.as_of, s.seq from assertion s
      join bank_account b on b.community_id = s.community_id and b.opened_seq = s.bank_account_seq and b.fund = 1
     where s.community_id = $1)
select 10::smallint as kind, max(as_of) as first, max(as_of) as last, max(as_of) as done_on, max(seq)::bigint as seq
  from statement group by date_trunc('month', as_of)
having count(distinct bank_account_seq) = (select count(distinct bank_account_seq) from statement)
union all
select 11::smallint, p.booking_date, p.booking_date, p.booking_date, p.seq
  from account a
  join posting p on p.community_id = a.community_id and p.account_no = a.account_no and p.side = 1 and p.amount_fen > 0
  join entry e on e.community_id = p.community_id and e.seq = p.seq and e.entry_type <> 6
 where a.community_id = $1 and a.fund = 2 and a.code like '6001%'
   and not exists (select from entry_ref r where r.community_id = p.community_id and r.role = 1 and r.ref_seq = p.seq)
order by 1, 2, 5
