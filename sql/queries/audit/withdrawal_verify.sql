-- All applications of a community. Index: withdrawal primary key.
select opened_seq, uuid_send(withdrawal) as withdrawal, purpose, fund, account_no, amount_fen::bigint as amount_fen, payee, payee_account, reason,
       valid_until, rule_set, outcome, uuid_send(applicant) as applicant, role, party_seq, decision_seq, contract_seq, project_seq, state, seq
  from withdrawal where community_id = $1 order by opened_seq
