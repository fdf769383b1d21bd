-- All keys of people in a community. Index: actor_key primary key.
select seq, uuid_send(subject) as subject, algorithm, public_key, key, from_at, proof, revoked_seq, revoked_from, reason from actor_key
 where community_id = $1 order by seq
