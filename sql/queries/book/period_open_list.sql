-- What keeps the months up to day $2 from being closed: drafts dated there that are not posted, imports that were received but not posted.
-- Index: draft_state, import_batch primary key.
select o.what, o.name from (
    select 'draft' as what, d.draft::text || ' ' || coalesce(c.content ->> 'summary', '') as name, 1 as part, d.created_at::text as place
      from draft d cross join lateral (select convert_from(d.content, 'UTF8')::jsonb as content) c
     where d.community_id = $1 and d.state in (1, 2, 3) and coalesce(c.content ->> 'date', '') <= $2::date::text
    union all
    select 'import', b.import::text, 2, lpad(b.received_seq::text, 20, '0') from import_batch b where b.community_id = $1 and b.posted_seq is null) o
 order by o.part, o.place
