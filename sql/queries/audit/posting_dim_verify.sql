-- Dimensions of a range of records. Index: posting_dim primary key.
select seq, line, dimension, value from posting_dim where community_id = $1 and seq >= $2 and seq < $3 order by seq, line, dimension
