-- A new draft.
select draft_create($1, $2, $3, $4, $5)
