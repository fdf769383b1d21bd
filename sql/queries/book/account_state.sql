-- What decides whether account $3 of fund $2 may be renamed, closed, or take sub-accounts. Index: account unique (community_id, fund, code),
-- account_parent, balance and limit_policy primary keys, reservation_open.
select a.account_no, a.name, a.class, a.normal_side, a.unit_ledger, a.closed_seq is not null as closed, a.seq,
       exists (select from account c where c.community_id = a.community_id and c.parent = a.account_no) as has_children,
       b.months > 0 as booked, b.net as balance,
       coalesce((select sum(r.amount_fen::numeric - r.captured_fen) from reservation r
                  where r.community_id = a.community_id and r.account_no = a.account_no and r.state = 1), 0)::bigint as reserved,
       exists (select from limit_policy l where l.community_id = a.community_id and l.account_no = a.account_no) as limited
  from account a
 cross join lateral (select count(*) as months, coalesce(sum(m.debit_fen::numeric - m.credit_fen), 0)::bigint as net from balance m
                      where m.community_id = a.community_id and m.fund = a.fund and m.account_no = a.account_no) b
 where a.community_id = $1 and a.fund = $2 and a.code = $3
