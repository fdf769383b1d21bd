-- Members (1 treasurer, 2 member, 3 chair) who resigned (1) or were removed (2) and have no seat the day after, by day. Index: role_grant primary key, role_grant_subject.
select distinct g.subject, g.ended_on as left_on
  from role_grant g
 where g.community_id = $1 and g.role in (1, 2, 3) and g.reason in (1, 2) and g.ended_on < g.until_date
   and not exists (select from role_grant n
                    where n.community_id = g.community_id and n.subject = g.subject and n.role in (1, 2, 3) and n.opened_seq <> g.opened_seq
                      and n.from_date <= g.ended_on + 1 and least(n.until_date, coalesce(n.ended_on, n.until_date)) > g.ended_on)
 order by 2, 1
