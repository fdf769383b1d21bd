-- title: 勾对金额不超过流水和凭证 matches stay within the bank line and the entry
select m.community_id, m.line_seq as seq from line_match m
  join bank_line l on l.community_id = m.community_id and l.entry_seq = m.line_seq
 where m.undone_seq is null group by m.community_id, m.line_seq, l.amount_fen
having sum(m.amount_fen) not between least(l.amount_fen, 0) and greatest(l.amount_fen, 0)
union all
select k.community_id, k.entry_seq
  from (select m.community_id, m.entry_seq, l.bank_account_seq, sum(m.amount_fen) as amount from line_match m
          join bank_line l on l.community_id = m.community_id and l.entry_seq = m.line_seq
         where m.undone_seq is null group by 1, 2, 3) k
 cross join lateral (
        select coalesce(sum(case p.side when 1 then p.amount_fen::numeric else -p.amount_fen end), 0) as amount
          from posting_dim d
          join posting p on p.community_id = d.community_id and p.seq = d.seq and p.line = d.line
         where d.community_id = k.community_id and d.seq = k.entry_seq and d.dimension = 1 and d.value = k.bank_account_seq) b
 where k.amount not between least(b.amount, 0) and greatest(b.amount, 0)
