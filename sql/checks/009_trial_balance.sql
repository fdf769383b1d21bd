-- title: 每个资金借方合计等于贷方合计 the trial balance of each fund is even
select community_id, fund, sum(debit_fen) as debit, sum(credit_fen) as credit from balance
 group by community_id, fund having sum(debit_fen) <> sum(credit_fen)
