-- The roots of the 256 tiles of level $2 below tile $3 of the next level. Index: tile primary key.
select string_agg(root, ''::bytea order by tile_no) as hashes from tile
 where community_id = $1 and level = $2 and tile_no between $3 * 256 and $3 * 256 + 255
