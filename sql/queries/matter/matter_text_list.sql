-- What these commitments stand for, in the order asked for. Index: opening primary key.
select o.value from unnest($2::bytea[]) with ordinality as k (commitment, ordinal)
  join opening o on o.community_id = $1 and o.commitment = k.commitment order by k.ordinal
