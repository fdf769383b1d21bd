-- Row of import_received.
select import_receive($1, $2, $3, $4, $5, $6, $7)
