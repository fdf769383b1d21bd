-- Submits, withdraws, reviews or returns a draft.
select draft_move($1, $2, $3, $4, $5, $6, $7)
