-- Whether this key was used before for this very request. Index: request_claim primary key.
select exists (select from request_claim where community_id = $1 and event_id = $2 and request_mac = $3) as used
