-- Size of the journal before the request with this event id was carried out; the largest where it was not yet. Index: request_claim primary key.
select coalesce(min(first_seq), 9223372036854775807)::bigint as size from request_claim where community_id = $1 and event_id = $2
