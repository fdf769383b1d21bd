-- The lines of entry $2 with accounts, summaries, bank account and stream. Index: posting, account, posting_dim, bank_account and opening
-- primary keys.
select p.line, p.fund, a.code, a.name, convert_from(m.value, 'UTF8') as summary, s.value as stream,
       b.bank || ' ' || right(convert_from(k.value, 'UTF8'), 4) as bank, p.unit_count,
       case p.side when 1 then p.amount_fen::bigint end as debit, case p.side when 2 then p.amount_fen::bigint end as credit
  from posting p
  join account a on a.community_id = p.community_id and a.account_no = p.account_no
  left join opening m on m.community_id = p.community_id and m.commitment = p.summary
  left join posting_dim s on s.community_id = p.community_id and s.seq = p.seq and s.line = p.line and s.dimension = 2
  left join posting_dim d on d.community_id = p.community_id and d.seq = p.seq and d.line = p.line and d.dimension = 1
  left join bank_account b on b.community_id = p.community_id and b.opened_seq = d.value
  left join opening k on k.community_id = p.community_id and k.commitment = b.number
 where p.community_id = $1 and p.seq = $2
 order by p.line
