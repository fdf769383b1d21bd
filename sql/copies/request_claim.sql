-- Every claim of a community in the order of its records: verification. Index: none, sorted once.
copy (select uuid_send(event_id), request_mac, first_seq, record_count from request_claim
       where community_id = current_setting('app.community')::bigint order by first_seq, event_id) to stdout (format binary)
