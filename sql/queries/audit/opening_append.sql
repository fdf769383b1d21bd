-- Openings of the commitments of a batch.
select opening_append($1, $2, $3, $4, $5)
