-- Row of reservation_made.
select reservation_make($1, $2, $3, $4, $5, $6, $7, $8)
