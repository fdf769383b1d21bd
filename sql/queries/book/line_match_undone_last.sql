-- The newest record that undid a match of this line and entry, 0 where none did. Index: line_match_line.
select coalesce(max(m.undone_seq), 0) as seq from line_match m where m.community_id = $1 and m.line_seq = $2 and m.entry_seq = $3
