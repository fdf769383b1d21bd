-- key_revoked: the end of a key. Index: actor_key_key.
select actor_key_revoke($1, $2, $3, $4, $5)
