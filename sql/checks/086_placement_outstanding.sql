-- title: 每笔存放的余额与状态相符 what is outstanding of a placement fits its state: all of it while it is held, nothing afterwards
-- A receipt whose entry a red letter cancelled shows here until it is received again.
with placed as (
    select p.community_id, p.seq, case p.side when 1 then p.amount_fen::numeric else -p.amount_fen end as fen
      from posting p
      join account a on a.community_id = p.community_id and a.account_no = p.account_no
      left join posting_dim d on d.community_id = p.community_id and d.seq = p.seq and d.line = p.line and d.dimension = 1
      left join bank_account b on b.community_id = p.community_id and b.opened_seq = d.value and b.purpose = 3
     where a.code like '1101%' or a.code like '100203%' or b.opened_seq is not null),
applied as (
    select x.community_id, x.seq, substring(j.record from 174 for 16) as id from entry_ref x
      join journal j on j.community_id = x.community_id and j.seq = x.ref_seq and substring(j.record from 172 for 2) = '\x0009'
     where x.role = 10),
counted as (
    select community_id, seq, id from applied
    union
    select x.community_id, x.seq, p.id from applied p
      join entry_ref x on x.community_id = p.community_id and x.ref_seq = p.seq and x.role in (1, 3)),
moved as (
    select c.community_id, c.id, sum(p.fen) as fen from counted c join placed p on p.community_id = c.community_id and p.seq = c.seq group by 1, 2)
select m.community_id, m.opened_seq, m.state, l.fen as outstanding
  from matter m
  join opening o on o.community_id = m.community_id and o.commitment = m.details
 cross join lateral (select case when m.noun = 9 then convert_from(o.value, 'UTF8')::jsonb end as terms) t
  left join moved v on v.community_id = m.community_id and v.id = uuid_send(m.id)
 cross join lateral (select coalesce(v.fen, 0) + case when (t.terms ->> 'booked')::boolean then (t.terms ->> 'cost')::numeric * 100 else 0 end as fen) l
 where m.noun = 9 and (m.state not between 1 and 4 or (m.state = 1 and l.fen not in (0, m.amount_fen)) or (m.state > 1 and l.fen <> 0))
