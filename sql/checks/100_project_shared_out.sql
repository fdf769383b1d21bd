-- title: 分摊完毕的维修项目，记在各户的维修支出等于决算 a project that is shared out cost the units exactly what it was settled for
-- CN-MF-20. States 7 … 9: shared out, published, closed; its amount is then the settlement. Repairs (5001) are those of the entries that pay
-- its applications, with what red letters, corrections and differences made of them: a red letter over a payment shows here until it is paid
-- again.
with paying as (
    select w.community_id, w.project_seq, x.seq from withdrawal w
      join reservation r on r.community_id = w.community_id and r.rests_on = w.opened_seq
      join entry_ref x on x.community_id = r.community_id and x.role = 7 and x.ref_seq = r.opened_seq
     where w.project_seq is not null),
counted as (
    select community_id, project_seq, seq from paying
    union
    select p.community_id, p.project_seq, x.seq from paying p
      join entry_ref x on x.community_id = p.community_id and x.ref_seq = p.seq and x.role in (1, 2, 3)),
borne as (
    select c.community_id, c.project_seq, sum(case p.side when 1 then p.amount_fen::numeric else -p.amount_fen end) as fen from counted c
      join posting p on p.community_id = c.community_id and p.seq = c.seq
      join account a on a.community_id = p.community_id and a.account_no = p.account_no and left(a.code, 4) = '5001'
     group by c.community_id, c.project_seq)
select m.community_id, m.opened_seq, m.amount_fen, coalesce(b.fen, 0) as borne
  from matter m left join borne b on b.community_id = m.community_id and b.project_seq = m.opened_seq
 where m.noun = 3 and m.state in (7, 8, 9) and coalesce(b.fen, 0) <> m.amount_fen
