-- What was earned or spent on these codes of a fund, leaves below them included, booked from $4 to $5 and not carried forward; with $6 only
-- in entries that capture a reservation resting on that record, and in what corrects those. Index: account unique (community_id, fund, code),
-- posting_account, reservation_rests_on, entry_ref_captured.
with paid as (
    select x.seq from reservation r
      join entry_ref x on x.community_id = r.community_id and x.role = 7 and x.ref_seq = r.opened_seq
     where r.community_id = $1 and r.rests_on = $6
), counted as (
    select seq from paid
    union
    select x.seq from paid p join entry_ref x on x.community_id = $1 and x.ref_seq = p.seq and x.role in (1, 2, 3)
)
select k.ordinal, a.name, a.class,
       (select coalesce(sum(case when (p.side = 2) = (a.class = 4) then p.amount_fen::numeric else -p.amount_fen end), 0)::bigint
          from account l
          join posting p on p.community_id = l.community_id and p.account_no = l.account_no and p.booking_date between $4 and $5
          join entry e on e.community_id = p.community_id and e.seq = p.seq and e.entry_type <> 6
         where l.community_id = $1 and l.fund = $2 and left(l.code, length(a.code)) = a.code
           and ($6::bigint is null or p.seq in (select seq from counted))) as actual
  from unnest($3::text[]) with ordinality as k (code, ordinal)
  join account a on a.community_id = $1 and a.fund = $2 and a.code = k.code
 order by k.ordinal
