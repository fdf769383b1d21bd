-- For each of these entries the record that reverses it, and how many differences adjust it. Index: entry_ref_reversed, entry_ref_corrected.
select k.ordinal, (select r.seq from entry_ref r where r.community_id = k.community_id and r.ref_seq = k.seq and r.role = 1) as reversed_by,
       (select count(*) from entry_ref r where r.community_id = k.community_id and r.ref_seq = k.seq and r.role = 3) as adjusted
  from unnest($1::bigint[], $2::bigint[]) with ordinality as k (community_id, seq, ordinal) order by k.ordinal
