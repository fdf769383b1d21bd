-- title: 保修金使用申请已付和已批准的款不超过核实或结算的金额 what is paid and held for a claim stays within what was verified or settled
-- SX-50-2. Money that left by the entries that pay its applications, with what red letters and corrections made of them, and what its open
-- reservations hold.
with held as (
    select w.community_id, w.project_seq, r.opened_seq, case r.state when 1 then r.amount_fen - r.captured_fen else 0 end as fen from withdrawal w
      join reservation r on r.community_id = w.community_id and r.rests_on = w.opened_seq
     where w.project_seq is not null),
paying as (
    select h.community_id, h.project_seq, x.seq from held h
      join entry_ref x on x.community_id = h.community_id and x.role = 7 and x.ref_seq = h.opened_seq),
counted as (
    select community_id, project_seq, seq from paying
    union
    select p.community_id, p.project_seq, x.seq from paying p
      join entry_ref x on x.community_id = p.community_id and x.ref_seq = p.seq and x.role in (1, 2, 3)),
used as (
    select c.community_id, c.project_seq, n.paid_fen::numeric as fen from counted c
      join entry_number n on n.community_id = c.community_id and n.seq = c.seq and n.fund = 3
    union all
    select community_id, project_seq, fen from held)
select m.community_id, m.opened_seq, m.amount_fen, sum(u.fen) as used
  from matter m join used u on u.community_id = m.community_id and u.project_seq = m.opened_seq
 where m.noun = 12
 group by m.community_id, m.opened_seq, m.amount_fen having sum(u.fen) > m.amount_fen
