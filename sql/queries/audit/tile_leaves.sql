-- The 256 leaves of tile $2 of level 0, one after the other. Index: journal primary key.
select string_agg(leaf, ''::bytea order by seq) as hashes from journal where community_id = $1 and seq between $2 * 256 and $2 * 256 + 255
