-- Row of unit_registered.
select unit_register($1, $2, $3, $4, $5, $6, $7)
