-- What the books say at the opening of a hand-over, by kind (rules/handover.def): 2 money by fund and bank account, 7 deposits, 8 prepaid by contract, 10 documents, 11 vouchers. Index: account, turnover and posting primary keys.
select f.kind, f.fund, f.record, f.label, f.number, f.amount
  from (select 2 as kind, a.fund::integer as fund, b.opened_seq as record,
               coalesce(b.bank || ' 尾号 ' || right(convert_from(o.value, 'UTF8'), 4), '') as label,
               null::bigint as number, sum(t.debit_fen::numeric - t.credit_fen)::bigint as amount
          from account a
          join turnover t on t.community_id = a.community_id and t.fund = a.fund and t.account_no = a.account_no
          left join bank_account b on b.community_id = t.community_id and b.opened_seq = t.bank_account
          left join opening o on o.community_id = b.community_id and o.commitment = b.number
         where a.community_id = $1 and left(a.code, 4) in ('1001', '1002', '1012', '1101', '1201')
         group by a.fund, b.opened_seq, b.bank, o.value
         union all
        select 7, 3, d.value, '', null, sum(case p.side when 2 then p.amount_fen::numeric else -p.amount_fen end)::bigint
          from account a join posting p on p.community_id = a.community_id and p.account_no = a.account_no
          join posting_dim d on d.community_id = p.community_id and d.seq = p.seq and d.line = p.line and d.dimension = 5
         where a.community_id = $1 and a.fund = 3 and left(a.code, 4) in ('2501', '2502')
         group by d.value
         union all
        select 8, 2, d.value, convert_from(o.value, 'UTF8'), null, sum(case p.side when 2 then p.amount_fen::numeric else -p.amount_fen end)::bigint
          from account a join posting p on p.community_id = a.community_id and p.account_no = a.account_no
          join posting_dim d on d.community_id = p.community_id and d.seq = p.seq and d.line = p.line and d.dimension = 3
          join contract c on c.community_id = d.community_id and c.opened_seq = d.value
          join party y on y.community_id = c.community_id and y.party = c.party
          join opening o on o.community_id = y.community_id and o.commitment = y.name
         where a.community_id = $1 and a.fund = 2 and a.code like '2203%'
         group by d.value, o.value
        having sum(case p.side when 2 then p.amount_fen::numeric else -p.amount_fen end) <> 0
         union all
        select 10, 0, null, '', count(*), null from document where community_id = $1
         union all
        select 11, 0, null, '', count(*), null from entry where community_id = $1) f
 order by f.kind, f.fund, f.record nulls last
