-- Dimensions of lines.
select posting_dim_append($1, $2, $3, $4, $5)
