-- Row of import_received.
select import_receive($1, $3, $4, $5, $6, $7, $2)
