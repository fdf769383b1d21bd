-- All keys of a community with their digests. Index: unit_key primary key.
select uuid_send(unit) as unit, from_seq, key, key_sha256 from unit_key where community_id = $1 order by unit_key.unit, from_seq
