-- One record. Index: journal primary key.
select record from journal where community_id = $1 and seq = $2
