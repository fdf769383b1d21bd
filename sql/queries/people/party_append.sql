-- Row of party_registered.
select party_append($1, $2, $3, $4, $5)
