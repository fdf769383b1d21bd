-- Row of community_opened.
select community_append($1, $3, $4, $5, $6, $2)
