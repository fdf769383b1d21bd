-- One community. Index: community primary key.
select c.community_id, c.name, c.county, h.size, h.root from community c join head h on h.community_id = c.community_id where c.community_id = $1
