-- Row of organization_registered.
select organization_append($1, $2, $3, $4, $5, $6)
