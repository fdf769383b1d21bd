-- How many entries should have a source document and have none: closing, correction, red and opening entries need none, imported ones
-- have the file that they were imported from. Index: entry and entry_ref primary keys.
select count(*) as entries from entry e
 where e.community_id = $1 and e.entry_type in (1, 7)
   and not exists (select from entry_ref r where r.community_id = e.community_id and r.seq = e.seq and r.role in (6, 8))
