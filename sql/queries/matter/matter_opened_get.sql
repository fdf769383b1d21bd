-- The record that opened a matter. Index: matter primary key.
select opened_seq from matter where community_id = $1 and noun = $2 and id = $3
