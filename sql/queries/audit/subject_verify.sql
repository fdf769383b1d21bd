-- All subjects of a community. Index: subject primary key.
select uuid_send(s.subject) as subject, class, details, seq from subject s where community_id = $1 order by s.subject
