-- Money accounts by bank account and month up to day $4; days before $3 are added up as month 0; without a bank account its bank and
-- tail are null. Index: posting_account, posting_dim, bank_account and opening primary keys.
select a.code, a.name, coalesce(d.value, 0) as bank_account, b.bank, right(convert_from(o.value, 'UTF8'), 4) as tail,
       case when p.booking_date < $3 then 0
            else (extract(year from p.booking_date) * 12 + extract(month from p.booking_date) - 1)::integer end as month,
       coalesce(sum(p.amount_fen) filter (where p.side = 1), 0)::bigint as debit_fen,
       coalesce(sum(p.amount_fen) filter (where p.side = 2), 0)::bigint as credit_fen
  from account a
  join posting p on p.community_id = a.community_id and p.account_no = a.account_no
  left join posting_dim d on d.community_id = p.community_id and d.seq = p.seq and d.line = p.line and d.dimension = 1
  left join bank_account b on b.community_id = p.community_id and b.opened_seq = d.value
  left join opening o on o.community_id = b.community_id and o.commitment = b.number
 where a.community_id = $1 and a.fund = $2 and (a.code like '100%' or a.code like '1012%' or a.code = '1201') and p.booking_date <= $4
 group by a.code, a.name, 3, b.bank, o.value, 6
 order by a.code collate "C", 3, 6
