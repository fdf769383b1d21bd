-- Undoes the matches of a record.
select line_match_undo($1, $2, $3, $4)
