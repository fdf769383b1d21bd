-- One complete tile.
select tile_append($1, $2, $3, $4, $5)
