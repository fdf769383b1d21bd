-- Links of a range of records. Index: entry_ref primary key.
select seq, role, ref_seq, amount_fen from entry_ref where community_id = $1 and seq >= $2 and seq < $3 order by seq, role, ref_seq
