-- All units of a community. Index: unit primary key.
select uuid_send(unit) as unit, uuid_send(building) as building, area_cm2, use, address, opened_seq, seq from unit where community_id = $1 order by unit.unit
