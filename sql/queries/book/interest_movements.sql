-- Units of a community of one kind of housing ($4: public) in order of registration, each with its movements by day from $2 to $3; all before $2 is
-- one movement of the day before; a unit without any has one row. Over all accounts kept per unit. Index: unit and unit_line primary keys.
select u.unit, u.area_cm2, u.opened_seq, m.day, m.change
  from unit u
  left join (select l.unit, greatest(l.booking_date, $2::date - 1) as day,
                    sum(case l.side when 2 then l.amount_fen else -l.amount_fen end)::bigint as change
               from unit_line l where l.community_id = $1 and l.booking_date <= $3 group by 1, 2) m on m.unit = u.unit
 where u.community_id = $1 and (u.use in (2, 3)) = $4::boolean
 order by u.opened_seq, m.day
