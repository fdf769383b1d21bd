-- New facts of unit_changed.
select unit_change($1, $2, $3, $4, $5, $6, $7, $8)
