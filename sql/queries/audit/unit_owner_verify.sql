-- All owners of a community. Index: unit_owner primary key.
select uuid_send(unit) as unit, from_date, uuid_send(subject) as subject, details, seq from unit_owner where community_id = $1 order by unit_owner.unit, from_date, unit_owner.subject
