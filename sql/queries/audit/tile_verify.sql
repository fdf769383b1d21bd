-- Tiles behind (level $2, number $3), in order. Index: tile primary key.
select level, tile_no, hashes, root from tile where community_id = $1 and (level, tile_no) > ($2, $3) order by level, tile_no limit 128
