-- Orders with who issued them, as their records say, newest first. Index: order_case, journal, subject and opening primary keys.
select o.opened_seq as seq, o.order_case as "order", o.subject_seq as subject, coalesce(k.kind, 0)::integer as subject_kind, o.clause, o.deadline, o.document_seq,
       o.state, o.outcome_seq as outcome, coalesce(convert_from(p.value, 'UTF8'), '') as issuer,
       (get_byte(j.record, 117) * 256 + get_byte(j.record, 118))::integer as role, j.recorded_at as issued_at, o.seq as changed_seq
  from order_case o join journal j on j.community_id = o.community_id and j.seq = o.opened_seq
  left join journal k on k.community_id = o.community_id and k.seq = o.subject_seq
  left join subject s on s.community_id = o.community_id and s.subject = encode(substring(j.record from 102 for 16), 'hex')::uuid
  left join opening p on p.community_id = s.community_id and p.commitment = s.details
 where o.community_id = $1 order by o.opened_seq desc
