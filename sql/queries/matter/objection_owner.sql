-- Units that a person owns on the day $3. Index: unit_owner primary key.
select count(*) as units from unit_owner o where o.community_id = $1 and o.subject = $2
   and o.from_date = (select max(n.from_date) from unit_owner n where n.community_id = o.community_id and n.unit = o.unit and n.from_date <= $3)
