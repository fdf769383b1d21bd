-- Which of these entries are reversed already, and by which record. Index: entry_ref_reversed.
select k.ordinal, r.seq from unnest($1::bigint[], $2::bigint[]) with ordinality as k (community_id, seq, ordinal)
  join entry_ref r on r.community_id = k.community_id and r.ref_seq = k.seq and r.role = 1 order by k.ordinal
