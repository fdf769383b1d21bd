-- Objections with their texts and owners, newest first. Index: objection, journal, subject and opening primary keys.
select o.opened_seq as seq, o.about_seq, b.kind::integer as about_kind, o.subject, coalesce(convert_from(n.value, 'UTF8'), '') as owner, t.value as said,
       coalesce(a.value, '') as answer, o.state, o.seq as changed_seq, j.recorded_at as received_at,
       case when o.answer is not null then k.recorded_at end as answered_at
  from objection o join journal j on j.community_id = o.community_id and j.seq = o.opened_seq
  join journal k on k.community_id = o.community_id and k.seq = o.seq
  join journal b on b.community_id = o.community_id and b.seq = o.about_seq
  join opening t on t.community_id = o.community_id and t.commitment = o.text
  left join opening a on a.community_id = o.community_id and a.commitment = o.answer
  left join subject s on s.community_id = o.community_id and s.subject = o.subject
  left join opening n on n.community_id = s.community_id and n.commitment = s.details
 where o.community_id = $1 order by o.opened_seq desc
