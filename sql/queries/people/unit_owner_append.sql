-- Rows of ownership_changed.
select unit_owner_append($1, $2, $3, $4, $5, $6)
