-- Movements of these units by day from $3 to $4, and all before $3 as one of the day before; over all accounts kept per unit. Index:
-- unit_line_unit.
select a.ordinal, greatest(l.booking_date, $3::date - 1) as day, sum(case l.side when 2 then l.amount_fen::numeric else -l.amount_fen end)::bigint as change
  from unnest($2::uuid[]) with ordinality as a (unit, ordinal)
  join unit_line l on l.community_id = $1 and l.unit = a.unit and l.booking_date <= $4
 group by 1, 2 order by 1, 2
