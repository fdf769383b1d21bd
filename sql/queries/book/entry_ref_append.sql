-- Links of entries.
select entry_ref_append($1, $2, $3, $4, $5)
