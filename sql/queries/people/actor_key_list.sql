-- Keys of a community with the names of their owners, by record. Index: actor_key, subject and opening primary keys.
select k.seq, k.subject, coalesce(convert_from(o.value, 'UTF8'), '') as person, k.algorithm, k.public_key as octets, k.key, k.from_at as "from", k.revoked_seq as revoked,
       k.revoked_from, coalesce(k.reason, 0::smallint) as reason
  from actor_key k left join subject s on s.community_id = k.community_id and s.subject = k.subject
  left join opening o on o.community_id = s.community_id and o.commitment = s.details
 where k.community_id = $1 order by k.seq
