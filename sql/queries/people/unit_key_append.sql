-- Keys of units.
select unit_key_append($1, $2, $3, $4)
