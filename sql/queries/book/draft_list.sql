-- Drafts of a community, newest first. Index: draft_state.
select draft, version, state, content, prepared_by, coalesce(reviewed_by, '00000000-0000-0000-0000-000000000000') as reviewed_by, coalesce(approved_by, '00000000-0000-0000-0000-000000000000') as approved_by,
       reason, entry_seq from draft where community_id = $1
 order by created_at desc, draft limit $2
