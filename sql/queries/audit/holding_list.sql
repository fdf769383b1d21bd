-- What lies on these accounts and what is held there: posted at any date, debit less credit. Sums are taken only where a rule asks for them.
-- Index: account, limit_policy and balance primary keys, reservation_open.
select k.ordinal, a.fund, a.code, coalesce(l.kind, 0)::smallint as limit_kind, coalesce(l.amount_fen, 0)::bigint as floor, s.posted, s.reserved
  from unnest($1::bigint[], $2::integer[]) with ordinality as k (community_id, account_no, ordinal)
  join account a on a.community_id = k.community_id and a.account_no = k.account_no
  left join limit_policy l on l.community_id = a.community_id and l.account_no = a.account_no
 cross join lateral (
        select coalesce((select sum(b.debit_fen::numeric - b.credit_fen) from balance b
                          where b.community_id = a.community_id and b.fund = a.fund and b.account_no = a.account_no
                            and (l.kind is not null or left(a.code, 4) in ('1001', '1002', '1012', '1101', '1201'))), 0)::bigint as posted,
               coalesce((select sum(r.amount_fen::numeric - r.captured_fen) from reservation r
                          where r.community_id = a.community_id and r.account_no = a.account_no and r.state = 1), 0)::bigint as reserved) s
 order by k.ordinal
