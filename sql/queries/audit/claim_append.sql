-- Claims of a batch.
select claim_append($1, $2, $3, $4, $5)
