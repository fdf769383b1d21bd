-- title: 科目月发生额等于明细发生额合计 the balance of an account and month is the sum of its turnover
with sums as (
    select community_id, fund, account_no, month, sum(debit_fen) as debit, sum(credit_fen) as credit,
           coalesce(sum(debit_fen) filter (where flow = 2), 0) as carried_debit, coalesce(sum(credit_fen) filter (where flow = 2), 0) as carried_credit
      from turnover group by 1, 2, 3, 4
)
select * from sums s full join balance b using (community_id, fund, account_no, month)
 where s.debit is distinct from b.debit_fen::numeric or s.credit is distinct from b.credit_fen::numeric
    or s.carried_debit is distinct from b.carried_debit_fen::numeric or s.carried_credit is distinct from b.carried_credit_fen::numeric
