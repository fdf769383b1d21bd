-- title: 每条银行流水按原额入账或挂起 every bank line is booked or held with its amount
select l.community_id, l.bank_line from bank_line l
 where not exists (select from held_line h where h.community_id = l.community_id and h.seq = l.entry_seq and h.received_seq = l.received_seq
                      and h.bank_account_seq = l.bank_account_seq and h.booked_on = l.booked_on and h.amount_fen = l.amount_fen)
   and l.amount_fen <> coalesce((
    select sum(case p.side when 1 then p.amount_fen else -p.amount_fen end) from posting p
      join posting_dim d on d.community_id = p.community_id and d.seq = p.seq and d.line = p.line and d.dimension = 1 and d.value = l.bank_account_seq
     where p.community_id = l.community_id and p.seq = l.entry_seq
       and exists (select from account a where a.community_id = p.community_id and a.account_no = p.account_no and a.class = 1)), 0)
