-- Newest key of each of these units: what a unit line needs. Index: unit_key primary key.
select a.ordinal, k.from_seq as key_seq, k.key
  from unnest($1::bigint[], $2::uuid[]) with ordinality as a (community_id, unit, ordinal)
  join lateral (select from_seq, key from unit_key where community_id = a.community_id and unit = a.unit order by from_seq desc limit 1) k on true
