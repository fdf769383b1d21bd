-- Moves a matter.
select matter_move($1, $2, $3, $4, $5, $6, $7)
