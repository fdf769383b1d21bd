-- All approvals of a community. Index: approval primary key.
select seq, subject_seq, uuid_send(approver) as approver, role, intent, step, verdict, evidence, valid_until, reason, algorithm, key, signature, rule_set,
       outcome, withdrawn_seq, withdrawn_reason from approval where community_id = $1 order by seq
