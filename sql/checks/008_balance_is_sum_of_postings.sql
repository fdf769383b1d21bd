-- title: 科目月发生额等于分录合计 turnover per account and month is the sum of the lines
with sums as (
    select community_id, fund, account_no, (extract(year from booking_date) * 12 + extract(month from booking_date) - 1)::integer as month,
           coalesce(sum(amount_fen) filter (where side = 1), 0) as debit, coalesce(sum(amount_fen) filter (where side = 2), 0) as credit
      from posting group by 1, 2, 3, 4
)
select * from sums s full join balance b using (community_id, fund, account_no, month)
 where s.debit is distinct from b.debit_fen::numeric or s.credit is distinct from b.credit_fen::numeric
