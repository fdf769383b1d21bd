-- The unit register with what people call each unit, in order of registration. Index: unit primary key.
select u.unit, u.building, u.area_cm2, u.use, u.opened_seq, convert_from(o.value, 'UTF8') as address
  from unit u join opening o on o.community_id = u.community_id and o.commitment = u.address
 where u.community_id = $1 order by u.opened_seq
