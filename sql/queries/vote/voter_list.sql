-- Units with those who own them on a day, the names one a line in bytewise order, in order of registration. Index: unit, unit_owner and opening primary keys.
select u.unit, u.area_cm2, convert_from(a.value, 'UTF8') as address, coalesce(w.owners, '') as owners
  from unit u
  join opening a on a.community_id = u.community_id and a.commitment = u.address
  left join lateral (
       select string_agg(convert_from(o.value, 'UTF8'), chr(10) order by convert_from(o.value, 'UTF8') collate "C") as owners
         from unit_owner x
         join subject s on s.community_id = x.community_id and s.subject = x.subject
         join opening o on o.community_id = s.community_id and o.commitment = s.details
        where x.community_id = u.community_id and x.unit = u.unit
          and x.from_date = (select max(y.from_date) from unit_owner y
                              where y.community_id = u.community_id and y.unit = u.unit and y.from_date <= $2)) w on true
 where u.community_id = $1 order by u.opened_seq
