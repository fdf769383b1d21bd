-- All roles of a community. Index: role_grant primary key.
select opened_seq, uuid_send(subject) as subject, role, from_date, until_date, key, organization_seq, ended_on, reason, seq from role_grant
 where community_id = $1 order by opened_seq
