-- The first subject of a class in a community. Index: subject primary key.
select subject from subject where community_id = $1 and class = $2 order by seq limit 1
