-- Taxes (5101) of fund $2 by stream and month from month $3 to day $4 among the first $5 records, without carry-forward entries; stream 0 is
-- none. Index: as standing_list.
select a.code, t.stream, t.month, sum(t.debit)::bigint as debit_fen, sum(t.credit)::bigint as credit_fen
  from turnover_until($1, $2, $4, $5) t
  join account a on a.community_id = $1 and a.account_no = t.account_no
 where left(a.code, 4) = '5101' and t.flow <> 2 and t.month >= $3
 group by 1, 2, 3
having sum(t.debit) <> 0 or sum(t.credit) <> 0
 order by 1, 2, 3
