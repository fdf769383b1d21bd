-- Gross totals of every unit to day $2 with its newest key, by fund and unit. Index: unit_line primary key, unit_key primary key.
select l.fund, l.unit, l.debit, l.credit, k.key
  from (select fund, unit, coalesce(sum(amount_fen::numeric) filter (where side = 1), 0)::bigint as debit,
               coalesce(sum(amount_fen::numeric) filter (where side = 2), 0)::bigint as credit
          from unit_line where community_id = $1 and booking_date <= $2 group by fund, unit) l
  join lateral (select key from unit_key where community_id = $1 and unit = l.unit order by from_seq desc limit 1) k on true
 order by l.fund, l.unit
