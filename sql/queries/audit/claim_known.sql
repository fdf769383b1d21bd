-- Whether a request with this event id was carried out. Index: request_claim primary key.
select count(*) as claimed from request_claim where community_id = $1 and event_id = $2
