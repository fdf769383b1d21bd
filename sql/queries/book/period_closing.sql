-- Temporary accounts with a balance at the end of month $2 and the unit kinds behind the works: 1 commodity, 2 public. Index: balance primary key,
-- unit_line primary key.
select t.fund, t.code, 1::smallint as kind, t.net::bigint as net
  from (select a.fund, a.code, sum(b.debit_fen::numeric - b.credit_fen) as net
          from account a join balance b on b.community_id = a.community_id and b.fund = a.fund and b.account_no = a.account_no and b.month <= $2
         where a.community_id = $1 and left(a.code, 1) in ('4', '5', '6') and not (a.fund = 1 and left(a.code, 4) = '5001')
         group by a.fund, a.code) t
 where t.net <> 0
union all
select t.fund, t.code, t.kind, t.net::bigint
  from (select a.fund, a.code, (case when u.use in (2, 3) then 2 else 1 end)::smallint as kind,
               sum(case l.side when 1 then l.amount_fen::numeric else -l.amount_fen end) as net
          from account a
          join posting p on p.community_id = a.community_id and p.account_no = a.account_no
                        and p.booking_date between make_date($3 / 12, $3 % 12 + 1, 1) and make_date($2 / 12, $2 % 12 + 1, 1) + interval '1 month - 1 day'
          join unit_line l on l.community_id = p.community_id and l.seq = p.seq and l.line = p.line
          join unit u on u.community_id = l.community_id and u.unit = l.unit
         where a.community_id = $1 and a.fund = 1 and left(a.code, 4) = '5001'
         group by 1, 2, 3) t
 where t.net <> 0
 order by fund, code, kind
