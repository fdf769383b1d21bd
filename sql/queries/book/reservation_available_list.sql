-- Accounts of money with balance and reservations, at any date. Index: account and balance primary keys, reservation_open.
select a.fund, a.code as account, a.name, s.balance, s.reserved, s.balance - s.reserved as available
  from account a
 cross join lateral (
        select (select sum(b.debit_fen::numeric - b.credit_fen) from balance b
                 where b.community_id = a.community_id and b.fund = a.fund and b.account_no = a.account_no) as used,
               coalesce((select sum(b.debit_fen::numeric - b.credit_fen) from balance b
                          where b.community_id = a.community_id and b.fund = a.fund and b.account_no = a.account_no), 0)::bigint as balance,
               coalesce((select sum(r.amount_fen::numeric - r.captured_fen) from reservation r
                          where r.community_id = a.community_id and r.account_no = a.account_no and r.state = 1), 0)::bigint as reserved) s
 where a.community_id = $1 and left(a.code, 4) in ('1001', '1002', '1012', '1101', '1201') and (s.used is not null or s.reserved <> 0)
 order by a.fund, a.code
