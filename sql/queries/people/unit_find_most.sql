-- Newest key of each of these units, where they are most of their communities ($3, each once): all keys of these are read in order, which
-- costs less than a search for each unit. Index: unit_key primary key.
select a.ordinal, k.from_seq as key_seq, k.key
  from (select distinct on (community_id, unit) community_id, unit, from_seq, key from unit_key
         where community_id = any($3::bigint[]) order by community_id, unit, from_seq desc) k
  join unnest($1::bigint[], $2::uuid[]) with ordinality as a (community_id, unit, ordinal) using (community_id, unit)
