-- The decision that an application rests on. Index: decision primary key.
select matter, result, limit_fen::bigint as "limit" from decision where community_id = $1 and seq = $2
