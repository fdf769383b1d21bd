-- The records of matters in order; $2 is the noun, or noun and id, with which the bodies of matter_opened and matter_moved begin. Index: journal_kind.
select record from journal where community_id = $1 and kind in (776, 777) and substring(record from 172 for length($2::bytea)) = $2::bytea order by seq
