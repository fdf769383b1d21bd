-- All communities with head and size, by code. Index: community primary key.
select c.community_id, c.name, c.county, h.size, h.root from community c join head h on h.community_id = c.community_id order by c.community_id
