-- What each fund owes to the maintenance fund (230101) at the end of day $2 among the first $3 records. Index: account and balance primary
-- keys, posting_account, posting primary key.
select t.fund, sum(t.amount)::bigint as amount
  from (select a.fund, (b.credit_fen - b.debit_fen)::bigint as amount
          from account a
          join balance b on b.community_id = a.community_id and b.fund = a.fund and b.account_no = a.account_no
                        and b.month <= extract(year from $2::date) * 12 + extract(month from $2::date) - 1
         where a.community_id = $1 and a.code = '230101'
        union all
        select a.fund, case p.side when 1 then p.amount_fen else -p.amount_fen end
          from account a
          join posting p on p.community_id = a.community_id and p.account_no = a.account_no and p.booking_date > $2
                        and p.booking_date < date_trunc('month', $2::date) + interval '1 month'
         where a.community_id = $1 and a.code = '230101'
        union all
        select a.fund, case p.side when 1 then p.amount_fen else -p.amount_fen end
          from posting p
          join account a on a.community_id = p.community_id and a.account_no = p.account_no and a.code = '230101'
         where p.community_id = $1 and p.seq >= $3 and p.booking_date <= $2) t
 group by t.fund
having sum(t.amount) <> 0
 order by t.fund
