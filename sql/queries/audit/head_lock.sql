-- The heads of these communities, locked in ascending order, each with the newest journal row. Index: head and journal primary keys.
select community_id, size, leaf, frontier, recorded_at, sealed_to, state, journal_size, journal_leaf from head_lock($1)
