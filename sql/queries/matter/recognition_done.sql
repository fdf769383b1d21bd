-- Which of these runs were posted before, by their events. Index: request_claim primary key.
select k.ordinal from unnest($1::bigint[], $2::uuid[]) with ordinality as k (community_id, event_id, ordinal)
  join request_claim c on c.community_id = k.community_id and c.event_id = k.event_id order by k.ordinal
