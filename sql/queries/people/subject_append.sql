-- Row of subject_registered.
select subject_append($1, $3, $4, $5, $2)
