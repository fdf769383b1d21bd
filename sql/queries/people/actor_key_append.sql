-- Row of key_registered. Index: actor_key_key, actor_key_subject.
select actor_key_append($1, $2, $3, $4, $5, $6, $7, $8, $9)
