-- Applications of a community with what was paid on them, newest first. Index: withdrawal, account, journal, reservation, subject and opening
-- primary keys.
select w.opened_seq as seq, w.withdrawal, w.purpose as "use", w.fund, w.account_no, a.code as account, w.amount_fen::bigint as amount,
       convert_from(n.value, 'UTF8') as payee, convert_from(b.value, 'UTF8') as payee_account, convert_from(t.value, 'UTF8') as reason,
       w.payee as payee_commitment, w.payee_account as account_commitment, w.valid_until, w.applicant,
       coalesce(convert_from(p.value, 'UTF8'), '') as applicant_name, w.party_seq as party, w.decision_seq as decision, w.contract_seq as contract,
       w.project_seq as matter, w.outcome, w.state, w.seq as changed_seq, j.recorded_at as submitted_at, r.opened_seq as reservation, coalesce(r.captured_fen, 0)::bigint as paid
  from withdrawal w
  join account a on a.community_id = w.community_id and a.account_no = w.account_no
  join journal j on j.community_id = w.community_id and j.seq = w.opened_seq
  join opening n on n.community_id = w.community_id and n.commitment = w.payee
  join opening b on b.community_id = w.community_id and b.commitment = w.payee_account
  join opening t on t.community_id = w.community_id and t.commitment = w.reason
  left join subject s on s.community_id = w.community_id and s.subject = w.applicant
  left join opening p on p.community_id = s.community_id and p.commitment = s.details
  left join reservation r on r.community_id = w.community_id and r.opened_seq = w.seq + 1 and r.rests_on = w.opened_seq
 where w.community_id = $1 order by w.opened_seq desc
