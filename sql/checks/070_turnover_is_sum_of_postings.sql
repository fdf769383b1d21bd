-- title: 明细发生额等于分录合计 turnover by kind of entry, bank account and stream is the sum of the lines
with sums as (
    select p.community_id, p.fund, p.account_no, (extract(year from p.booking_date) * 12 + extract(month from p.booking_date) - 1)::integer as month,
           (case e.entry_type when 6 then 2 when 5 then 4 else 1 end)::smallint as flow,
           coalesce((select d.value from posting_dim d where (d.community_id, d.seq, d.line, d.dimension) = (p.community_id, p.seq, p.line, 1)), 0) as bank_account,
           coalesce((select d.value from posting_dim d where (d.community_id, d.seq, d.line, d.dimension) = (p.community_id, p.seq, p.line, 2)), 0) as stream,
           coalesce(sum(p.amount_fen) filter (where p.side = 1), 0) as debit, coalesce(sum(p.amount_fen) filter (where p.side = 2), 0) as credit
      from posting p join entry e on e.community_id = p.community_id and e.seq = p.seq
     group by 1, 2, 3, 4, 5, 6, 7
)
select * from sums s full join turnover t using (community_id, fund, account_no, month, flow, bank_account, stream)
 where s.debit is distinct from t.debit_fen::numeric or s.credit is distinct from t.credit_fen::numeric
