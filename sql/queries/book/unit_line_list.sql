-- Shares of units in one line of an entry. Index: unit_line primary key.
select unit, amount_fen as amount from unit_line where community_id = $1 and seq = $2 and line = $3 order by unit
