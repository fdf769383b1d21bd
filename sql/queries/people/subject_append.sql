-- Row of subject_registered.
select subject_append($1, $2, $3, $4, $5)
