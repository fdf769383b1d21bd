-- What lies on a leaf of a fund outside time deposits, what is reserved there, and what one bank account holds of it, at any date.
-- Index: account unique (community_id, fund, code), posting_account, reservation_open.
select s.balance, s.bank,
       coalesce((select sum(r.amount_fen::numeric - r.captured_fen) from reservation r
                  where r.community_id = $1 and r.account_no = a.account_no and r.state = 1), 0)::bigint as reserved
  from account a
 cross join lateral (
        select coalesce(sum(m.fen) filter (where b.purpose is distinct from 3), 0)::bigint as balance,
               coalesce(sum(m.fen) filter (where d.value = $4), 0)::bigint as bank
          from (select p.seq, p.line, case p.side when 1 then p.amount_fen::numeric else -p.amount_fen end as fen from posting p
                 where p.community_id = $1 and p.account_no = a.account_no) m
          left join posting_dim d on d.community_id = $1 and d.seq = m.seq and d.line = m.line and d.dimension = 1
          left join bank_account b on b.community_id = $1 and b.opened_seq = d.value) s
 where a.community_id = $1 and a.fund = $2 and a.code = $3
