-- Row of objection_received.
select objection_receive($1, $2, $3, $4, $5)
