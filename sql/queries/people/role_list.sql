-- Roles of a community with the names of people and bodies, by record. Index: role_grant, subject, opening and organization_seq.
select g.opened_seq as seq, g.subject, g.role, g.from_date as "from", g.until_date as until, g.ended_on, coalesce(g.organization_seq, 0) as organization,
       coalesce(convert_from(o.value, 'UTF8'), '') as person, coalesce(b.name, '') as organization_name
  from role_grant g left join subject s on s.community_id = g.community_id and s.subject = g.subject
  left join opening o on o.community_id = s.community_id and o.commitment = s.details
  left join organization b on b.community_id = g.community_id and b.seq = g.organization_seq
 where g.community_id = $1 order by g.opened_seq
