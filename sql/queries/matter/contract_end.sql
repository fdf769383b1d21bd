-- Ends a contract, as contract_ended says.
select contract_end($1, $2, $3, $4, $5)
