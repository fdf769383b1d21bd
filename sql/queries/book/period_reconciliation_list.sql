-- Bank accounts that moved from day $2 to day $3 and are not reconciled at its end: no statement speaks of that day, or there is a difference that the
-- lists do not explain. Index: bank_account, opening and posting_dim primary keys, assertion_day.
select case when k.difference is null then 'statement' else 'difference' end as what,
       b.bank || ' …' || right(convert_from(o.value, 'UTF8'), 4) || ' ' || $3::date || coalesce(' ' || to_char(k.difference / 100.0, 'FM999999999999990.00'), '') as name
  from bank_account b
  join opening o on o.community_id = b.community_id and o.commitment = b.number
 cross join lateral (
        select (select bank_book_balance($1, b.opened_seq, $3, 9223372036854775807) - x.balance_fen
                       + coalesce((select sum(case i.part when 1 then i.amount::numeric else -i.amount end)::bigint
                                     from reconciliation_item($1, b.opened_seq, $3, 9223372036854775807) i), 0)
                  from assertion x where x.community_id = $1 and x.bank_account_seq = b.opened_seq and x.as_of = $3 order by x.seq desc limit 1) as difference) k
 where b.community_id = $1 and k.difference is distinct from 0
   and exists (select from posting_dim d join posting p on p.community_id = d.community_id and p.seq = d.seq and p.line = d.line
                where d.community_id = $1 and d.dimension = 1 and d.value = b.opened_seq and p.booking_date between $2 and $3)
 order by b.opened_seq
