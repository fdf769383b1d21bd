-- Row of approval_given. Index: approval_subject.
select approval_append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
