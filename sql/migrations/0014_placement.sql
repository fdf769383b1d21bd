-- Placements: which entries book a record of a matter.

create index entry_ref_applied on entry_ref (community_id, ref_seq) where role = 10;
comment on index entry_ref_applied is 'entry that books a record of a matter';
comment on column entry_ref.role is '1 reverses, 2 replaces, 3 adjusts, 6 imported_by, 7 captures, 8 document, 10 applied_by (a matter): base/words.h';
comment on column matter.noun is '1 document, 2 budget, 3 project, 4 asset, 5 contract, 9 placement, …: base/words.h';
