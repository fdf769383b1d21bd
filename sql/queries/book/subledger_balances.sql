-- What every unit of a community has in the maintenance fund on day $2, in order of registration; deposits less refunds, repairs, income
-- shared out. Index: unit_line primary key.
select u.unit, convert_from(o.value, 'UTF8') as address, u.area_cm2, u.use, coalesce(b.deposited, 0) as deposited, coalesce(b.spent, 0) as spent,
       coalesce(b.earned, 0) as earned, coalesce(b.balance, 0) as balance
  from unit u
  join opening o on o.community_id = u.community_id and o.commitment = u.address
  left join (
      select l.unit, sum(v.amount)::bigint as balance, (sum(v.amount) filter (where left(a.code, 4) in ('4001', '5101')))::bigint as deposited,
             (-sum(v.amount) filter (where left(a.code, 4) = '5001'))::bigint as spent,
             (sum(v.amount) filter (where left(a.code, 4) in ('3001', '3002')))::bigint as earned
        from unit_line l
        join posting p on p.community_id = l.community_id and p.seq = l.seq and p.line = l.line
        join account a on a.community_id = p.community_id and a.account_no = p.account_no
       cross join lateral (select case l.side when 2 then l.amount_fen else -l.amount_fen end as amount) v
       where l.community_id = $1 and l.booking_date <= $2
       group by l.unit) b on b.unit = u.unit
 where u.community_id = $1 order by u.opened_seq
