-- The opening of one commitment. Index: opening primary key.
select class, salt, value from opening where community_id = $1 and commitment = $2
