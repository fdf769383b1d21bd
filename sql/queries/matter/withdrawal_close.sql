-- application_closed. Index: withdrawal primary key.
select withdrawal_close($1, $2, $3, $4)
