-- title: 保修金使用申请已付和已批准的款不超过核实或结算的金额 what is paid and held for a claim stays within what was verified or settled
-- SX-50-2. Money that left by the entries that pay its applications, with what red letters and corrections made of them, and what its open
-- reservations hold.
select m.community_id, m.opened_seq, m.amount_fen, sum(p.held + p.paid) as used
  from matter m
 cross join lateral project_payment(m.community_id) p
 where m.noun = 12 and p.project = m.opened_seq and p.state = 2
 group by m.community_id, m.opened_seq, m.amount_fen having sum(p.held + p.paid) > m.amount_fen
