-- title: 基金间往来两边相等 what a fund owes another is what that one is owed; the maintenance fund keeps no mirror
with due as (select a.community_id, a.fund, substring(a.code from 6 for 1)::smallint as other, left(a.code, 4) as side, sum(b.debit_fen::numeric - b.credit_fen) as net
               from account a join balance b on b.community_id = a.community_id and b.fund = a.fund and b.account_no = a.account_no
              where a.fund <> 1 and a.code ~ '^(1301|2301)0[2-4]$' group by 1, 2, 3, 4)
select coalesce(o.community_id, f.community_id) as community_id, coalesce(o.fund, f.other) as owes, coalesce(o.other, f.fund) as is_owed, -o.net as due_to, f.net as due_from
  from (select * from due where side = '2301') o
  full join (select * from due where side = '1301') f on f.community_id = o.community_id and f.fund = o.other and f.other = o.fund
 where coalesce(-o.net, 0) <> coalesce(f.net, 0)
