-- What the tree over the first $2 records is made of, left to right: roots of the tiles that no larger complete tile holds, then the last
-- leaves. Index: tile and journal primary keys.
select (t.level + 1)::integer as level, t.tile_no as no, t.root as hash
  from generate_series(0, 5) l
  join tile t on t.community_id = $1 and t.level = l
             and t.tile_no >= ($2::bigint >> (8 * (l + 2))) << 8 and t.tile_no < $2::bigint >> (8 * (l + 1))
union all
select 0::integer, seq, leaf from journal where community_id = $1 and seq >= ($2::bigint >> 8) << 8 and seq < $2::bigint
 order by 1 desc, 2
