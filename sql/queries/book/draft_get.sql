-- One draft. Index: draft primary key.
select draft, version, state, content, prepared_by, coalesce(reviewed_by, '00000000-0000-0000-0000-000000000000') as reviewed_by, coalesce(approved_by, '00000000-0000-0000-0000-000000000000') as approved_by,
       reason, entry_seq from draft where community_id = $1 and draft = $2
