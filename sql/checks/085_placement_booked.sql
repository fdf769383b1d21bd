-- title: 国债和定期存款都在台账里 what the books hold in bonds and time deposits is what the register of placements holds
-- A bond bought or redeemed by an entry of its own, past the register, shows here. What was booked before it was recorded counts at cost.
with placed as (
    select p.community_id, p.seq, p.fund, a.code, coalesce(b.opened_seq, 0) as time_account,
           case p.side when 1 then p.amount_fen::numeric else -p.amount_fen end as fen
      from posting p
      join account a on a.community_id = p.community_id and a.account_no = p.account_no
      left join posting_dim d on d.community_id = p.community_id and d.seq = p.seq and d.line = p.line and d.dimension = 1
      left join bank_account b on b.community_id = p.community_id and b.opened_seq = d.value and b.purpose = 3
     where a.code like '1101%' or a.code like '100203%' or b.opened_seq is not null),
applied as (
    select x.community_id, x.seq from entry_ref x
      join journal j on j.community_id = x.community_id and j.seq = x.ref_seq and substring(j.record from 172 for 2) = '\x0009'
     where x.role = 10),
counted as (
    select community_id, seq from applied
    union
    select x.community_id, x.seq from applied p join entry_ref x on x.community_id = p.community_id and x.ref_seq = p.seq and x.role in (1, 3)),
side as (
    select community_id, fund, code, time_account, fen as booked, 0 as registered from placed
    union all
    select p.community_id, p.fund, p.code, p.time_account, 0, p.fen from placed p join counted c on c.community_id = p.community_id and c.seq = p.seq
    union all
    select m.community_id, case t.terms ->> 'fund' when 'MF' then 1 else 2 end, t.terms ->> 'account', (t.terms ->> 'time_account')::bigint, 0,
           (t.terms ->> 'cost')::numeric * 100
      from matter m
      join opening o on o.community_id = m.community_id and o.commitment = m.details
     cross join lateral (select case when m.noun = 9 then convert_from(o.value, 'UTF8')::jsonb end as terms) t
     where m.noun = 9 and (t.terms ->> 'booked')::boolean)
select community_id, fund, code, time_account, sum(booked) as booked, sum(registered) as registered from side
 group by community_id, fund, code, time_account having sum(booked) <> sum(registered)
