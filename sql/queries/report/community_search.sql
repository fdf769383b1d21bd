-- Communities whose name holds $1 or whose code begins with it, by code, at most 200; $1 empty finds all. Index: community primary key.
select c.community_id, c.name, h.size
  from community c
  join head h on h.community_id = c.community_id
 where $1 = '' or position($1 in c.name) > 0 or starts_with(lpad(c.community_id::text, 12, '0'), $1)
 order by c.community_id
 limit 200
