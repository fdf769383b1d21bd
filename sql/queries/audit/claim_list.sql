-- Claims of these events, if any. Index: request_claim primary key.
select c.community_id, c.event_id, c.request_mac, c.first_seq, c.record_count
  from unnest($1::bigint[], $2::uuid[]) as k (community_id, event_id)
  join request_claim c on c.community_id = k.community_id and c.event_id = k.event_id
