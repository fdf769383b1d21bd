-- title: 对账单余额等于期初加流水，账面与它只差未达账项 C4 each bank leaf is its statement and the listed items
-- Entries and lines that have each other, or are listed, cancel out of the reconciliation; what is left says: the balance with which the first imported
-- statement began, and every line since, make the balance that is asserted. An account without imported lines holds what the books say.
select a.community_id, a.bank_account_seq, a.as_of, k.amount + l.amount - a.balance_fen as difference
  from (select distinct on (community_id, bank_account_seq, as_of) * from assertion order by community_id, bank_account_seq, as_of, seq desc) a
  left join (select community_id, bank_account_seq, min(received_seq) as seq from bank_line group by 1, 2) f
    on f.community_id = a.community_id and f.bank_account_seq = a.bank_account_seq
 cross join lateral (
        select coalesce(sum(case p.side when 1 then p.amount_fen::numeric else -p.amount_fen end), 0) as amount
          from posting_dim d
          join posting p on p.community_id = d.community_id and p.seq = d.seq and p.line = d.line and p.booking_date <= a.as_of
          join account c on c.community_id = p.community_id and c.account_no = p.account_no and c.class = 1
          join entry e on e.community_id = d.community_id and e.seq = d.seq
         where d.community_id = a.community_id and d.dimension = 1 and d.value = a.bank_account_seq
           and (f.seq is null or d.seq < f.seq or e.entry_type = 5)) k
 cross join lateral (
        select coalesce(sum(b.amount_fen::numeric), 0) as amount from bank_line b
         where b.community_id = a.community_id and b.bank_account_seq = a.bank_account_seq and b.booked_on <= a.as_of) l
 where k.amount + l.amount <> a.balance_fen
