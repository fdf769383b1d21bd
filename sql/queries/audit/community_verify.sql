-- The row of a community. Index: community primary key.
select convert_to(name, 'UTF8') as name, county, ordinal, rule_set, opened_seq, closed_seq from community where community_id = $1
