-- Rows of lines_matched.
select line_match_append($1, $2, $3, $4, $5)
