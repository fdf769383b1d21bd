-- What bank statements said of bank account $2, newest day first, with what the books and the lists say of that day. Index: assertion_day.
select a.seq, a.as_of, a.balance_fen::bigint as bank, bank_book_balance($1, $2, a.as_of, 9223372036854775807) as book,
       coalesce(i.amount, 0)::bigint as items
  from (select distinct on (x.as_of) x.* from assertion x where x.community_id = $1 and x.bank_account_seq = $2 order by x.as_of, x.seq desc) a
 cross join lateral (
        select sum(case k.part when 1 then k.amount::numeric else -k.amount end) as amount
          from reconciliation_item($1, $2, a.as_of, 9223372036854775807) k) i
 order by a.as_of desc
