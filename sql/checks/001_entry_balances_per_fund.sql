-- title: 每笔凭证在每个资金内借贷相等 every entry balances inside each fund
select community_id, seq, fund, sum(case side when 1 then amount_fen else -amount_fen end) as difference
  from posting group by community_id, seq, fund having sum(case side when 1 then amount_fen else -amount_fen end) <> 0
