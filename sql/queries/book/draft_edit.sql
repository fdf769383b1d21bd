-- New content of a draft.
select draft_edit($1, $2, $3, $4, $5)
