-- The head of a journal. Index: head primary key.
select community_id, size, root, recorded_at from head where community_id = $1
