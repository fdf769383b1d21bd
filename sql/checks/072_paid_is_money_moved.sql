-- title: 凭证付款额等于货币科目贷方减借方 what an entry paid is credit less debit of its money accounts
select n.community_id, n.seq, n.fund, n.paid_fen, coalesce(m.paid, 0) as paid
  from entry_number n
  left join (select p.community_id, p.seq, p.fund, sum(case p.side when 2 then p.amount_fen else -p.amount_fen end) as paid
               from posting p
               join account a on a.community_id = p.community_id and a.account_no = p.account_no
                             and left(a.code, 4) in ('1001', '1002', '1012', '1101', '1201')
              group by 1, 2, 3) m using (community_id, seq, fund)
 where n.paid_fen::numeric <> coalesce(m.paid, 0)
