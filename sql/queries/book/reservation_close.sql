-- Closes a reservation.
select reservation_close($1, $2, $3, $4, $5)
