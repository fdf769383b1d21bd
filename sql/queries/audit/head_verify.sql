-- The whole head of a community. Index: head primary key.
select size, root, leaf, frontier, recorded_at, sealed_to, state from head where community_id = $1
