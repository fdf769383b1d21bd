-- Who decided what on one application, in order. Index: approval_subject, journal, subject and opening primary keys.
select a.seq, a.approver, coalesce(convert_from(p.value, 'UTF8'), '') as approver_name, a.step, a.verdict, a.evidence, a.intent,
       coalesce(convert_from(t.value, 'UTF8'), '') as reason, a.withdrawn_seq as withdrawn, j.recorded_at as given_at
  from approval a
  join journal j on j.community_id = a.community_id and j.seq = a.seq
  left join subject s on s.community_id = a.community_id and s.subject = a.approver
  left join opening p on p.community_id = s.community_id and p.commitment = s.details
  left join opening t on t.community_id = a.community_id and t.commitment = a.reason
 where a.community_id = $1 and a.subject_seq = $2 order by a.seq
