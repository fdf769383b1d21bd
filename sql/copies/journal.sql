-- Every record of a community with its columns, in order: verification and export. Index: journal primary key.
copy (select seq, kind, recorded_at, event_id, leaf, record from journal
       where community_id = current_setting('app.community')::bigint order by seq) to stdout (format binary)
