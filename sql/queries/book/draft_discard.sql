-- Forgets a draft.
select draft_discard($1, $2, $3)
