-- title: 按保修金使用申请和退还付的款都记在那笔保修金上，办完的保修金没有余额 what is paid on a claim, refund or move to the fund is booked on its deposit, and a deposit that is done holds nothing
-- SX-50-2, SX-50-3. A claim names its deposit in its details. Lines on 2501 and 2502 of the entries that pay an application, red letters aside.
with of_deposit as (
    select m.community_id, m.opened_seq, case m.noun when 8 then m.opened_seq else (convert_from(o.value, 'UTF8')::jsonb ->> 'deposit')::bigint end as deposit
      from matter m join opening o on o.community_id = m.community_id and o.commitment = m.details
     where m.noun in (8, 12)),
paying as (
    select w.community_id, w.opened_seq as withdrawal, x.seq, d.deposit
      from withdrawal w
      join of_deposit d on d.community_id = w.community_id and d.opened_seq = w.project_seq
      join reservation r on r.community_id = w.community_id and r.rests_on = w.opened_seq
      join entry_ref x on x.community_id = r.community_id and x.role = 7 and x.ref_seq = r.opened_seq),
held as (
    select d.community_id, d.value as deposit, sum(case p.side when 2 then p.amount_fen::numeric else -p.amount_fen end) as fen
      from account a join posting p on p.community_id = a.community_id and p.account_no = a.account_no
      join posting_dim d on d.community_id = p.community_id and d.seq = p.seq and d.line = p.line and d.dimension = 5
     where a.fund = 3 and left(a.code, 4) in ('2501', '2502')
     group by d.community_id, d.value)
select y.community_id, y.withdrawal, y.seq, y.deposit, v.value as booked_on, null::numeric as fen
  from paying y
  join posting p on p.community_id = y.community_id and p.seq = y.seq and p.fund = 3
  join account a on a.community_id = p.community_id and a.account_no = p.account_no and left(a.code, 4) not in ('1002', '1012')
  left join posting_dim v on v.community_id = p.community_id and v.seq = p.seq and v.line = p.line and v.dimension = 5
 where v.value is distinct from y.deposit
union all
select m.community_id, null, null, m.opened_seq, null, h.fen
  from matter m join held h on h.community_id = m.community_id and h.deposit = m.opened_seq
 where m.noun = 8 and m.state in (6, 9) and h.fen <> 0
