-- People of a community with their names, by record. Index: subject and opening primary keys.
select s.subject, s.class, s.seq, convert_from(o.value, 'UTF8') as name from subject s
  join opening o on o.community_id = s.community_id and o.commitment = s.details where s.community_id = $1 order by s.seq
