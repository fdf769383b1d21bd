-- The records stored from seq $2 on, at most $3. Index: journal primary key.
select seq, record from journal where community_id = $1 and seq >= $2 order by seq limit $3
