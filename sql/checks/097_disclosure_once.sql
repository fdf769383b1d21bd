-- title: 同一期间只有一次有效公示 of each kind and period one publication is in force, after the period's end, and what is out of force was corrected
-- A second one in force, one that was put up before its period was over, and one out of force that none in the register names.
with disclosure as (
    select m.community_id, m.opened_seq as seq, m.state, t.text ->> 'kind' as kind, (t.text ->> 'first')::date as first,
           (t.text ->> 'last')::date as last, (t.text ->> 'published_on')::date as published_on, (t.text ->> 'replaces')::bigint as replaces
      from matter m
      join opening o on o.community_id = m.community_id and o.commitment = m.details
     cross join lateral (select case when m.noun = 10 then convert_from(o.value, 'UTF8')::jsonb end as text) t
     where m.noun = 10)
select community_id, min(seq) as seq, 'twice' as why from disclosure where state = 1 group by community_id, kind, first, last having count(*) > 1
union all
select community_id, seq, 'early' from disclosure where published_on <= last
union all
select d.community_id, d.seq, 'gone' from disclosure d
 where d.state = 2 and not exists (
       select from disclosure x where x.community_id = d.community_id and x.replaces = d.seq and (x.kind, x.first, x.last) = (d.kind, d.first, d.last))
