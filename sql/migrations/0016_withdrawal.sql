-- Rules in force, applications to pay out of a fund, and the approvals of them.

create table rule_activation (
    community_id bigint not null,
    seq bigint not null,
    rule_set bytea not null check (length(rule_set) = 32),
    from_date date not null,
    primary key (community_id, seq)
);
comment on table rule_activation is 'projection of rules_activated: from which day a community is bound to which packs';
comment on column rule_activation.community_id is '12-digit community code';
comment on column rule_activation.seq is 'record rules_activated';
comment on column rule_activation.rule_set is 'hash of the resolved rule set on the first day';
comment on column rule_activation.from_date is 'first day';

create table rule_activation_pack (
    community_id bigint not null,
    seq bigint not null,
    layer text not null,
    pack bytea not null check (length(pack) = 32),
    primary key (community_id, seq, layer)
);
comment on table rule_activation_pack is 'projection of rules_activated: its packs';
comment on column rule_activation_pack.community_id is '12-digit community code';
comment on column rule_activation_pack.seq is 'record rules_activated';
comment on column rule_activation_pack.layer is 'name of the pack, such as zhejiang';
comment on column rule_activation_pack.pack is 'SHA-256 of its canonical bytes: docs/rules.md';

create table withdrawal (
    community_id bigint not null,
    opened_seq bigint not null,
    withdrawal uuid not null,
    purpose integer not null,
    fund smallint not null check (fund between 1 and 4),
    account_no integer not null,
    amount_fen fen not null check (amount_fen > 0),
    payee bytea not null check (length(payee) = 32),
    payee_account bytea not null check (length(payee_account) = 32),
    reason bytea not null check (length(reason) = 32),
    valid_until date not null,
    rule_set bytea not null check (length(rule_set) = 32),
    outcome smallint not null,
    applicant uuid not null,
    role integer not null,
    party_seq bigint,
    decision_seq bigint,
    contract_seq bigint,
    project_seq bigint,
    state smallint not null check (state between 1 and 6),
    seq bigint not null,
    primary key (community_id, opened_seq)
);
create unique index withdrawal_id on withdrawal (community_id, withdrawal);
create index withdrawal_party on withdrawal (community_id, party_seq);
create index withdrawal_project on withdrawal (community_id, project_seq);
comment on table withdrawal is 'projection of application_submitted and application_closed: requests to pay out of a fund';
comment on column withdrawal.community_id is '12-digit community code';
comment on column withdrawal.opened_seq is 'record application_submitted';
comment on column withdrawal.withdrawal is 'id';
comment on column withdrawal.purpose is 'what the money is for, E01 … E15';
comment on column withdrawal.fund is 'fund that pays';
comment on column withdrawal.account_no is 'account that pays';
comment on column withdrawal.amount_fen is 'what is asked for';
comment on column withdrawal.payee is 'commitment to the name of the payee';
comment on column withdrawal.payee_account is 'commitment to the account of the payee';
comment on column withdrawal.reason is 'commitment to the reason';
comment on column withdrawal.valid_until is 'last day on which it can be approved and paid';
comment on column withdrawal.rule_set is 'hash of the rules by which it was judged';
comment on column withdrawal.outcome is '1 passed, 2 passed with warnings';
comment on column withdrawal.applicant is 'who asks, see subject';
comment on column withdrawal.role is 'role in which the applicant asked';
comment on column withdrawal.party_seq is 'record of the payee, see party';
comment on column withdrawal.decision_seq is 'record of the decision that it rests on';
comment on column withdrawal.contract_seq is 'record of the contract that it fulfils';
comment on column withdrawal.project_seq is 'record that opened the project whose works it pays';
comment on column withdrawal.state is 'code of rules/states/withdrawal.def';
comment on column withdrawal.seq is 'newest record of the application';
comment on index withdrawal_id is 'application of an id';
comment on index withdrawal_project is 'what was asked for on one project';
comment on index withdrawal_party is 'what was asked for one payee before';

create table approval (
    community_id bigint not null,
    seq bigint not null,
    subject_seq bigint not null,
    approver uuid not null,
    role integer not null,
    intent bytea not null check (length(intent) = 32),
    step integer not null,
    verdict smallint not null check (verdict between 1 and 3),
    evidence smallint not null,
    valid_until bigint not null,
    reason bytea check (length(reason) = 32),
    algorithm smallint,
    key bytea check (length(key) = 32),
    signature bytea,
    rule_set bytea not null check (length(rule_set) = 32),
    outcome smallint not null,
    withdrawn_seq bigint,
    withdrawn_reason bytea check (length(withdrawn_reason) = 32),
    primary key (community_id, seq)
);
create index approval_subject on approval (community_id, subject_seq);
comment on table approval is 'projection of approval_given and approval_withdrawn: one act of one person on one intent';
comment on column approval.community_id is '12-digit community code';
comment on column approval.seq is 'record approval_given';
comment on column approval.subject_seq is 'record of what is approved';
comment on column approval.approver is 'who decided, see subject';
comment on column approval.role is 'in which role';
comment on column approval.intent is 'digest of what was approved: docs/journal.md §2.6';
comment on column approval.step is '1 review, 2 committee, 3 supervisor';
comment on column approval.verdict is '1 yes, 2 no, 3 returned';
comment on column approval.evidence is '1 session, 2 session and one-time code, 3 own key, 4 hardware key';
comment on column approval.valid_until is 'instant until which it counts';
comment on column approval.reason is 'commitment to why not';
comment on column approval.algorithm is 'of the signature';
comment on column approval.key is 'key that signed, see actor_key';
comment on column approval.signature is 'signature over the intent';
comment on column approval.rule_set is 'hash of the rules by which it was judged';
comment on column approval.outcome is '1 passed';
comment on column approval.withdrawn_seq is 'record approval_withdrawn';
comment on column approval.withdrawn_reason is 'commitment to why it was taken back';
comment on index approval_subject is 'approvals of one application';

create index entry_ref_replaced on entry_ref (community_id, ref_seq) where role = 2;
comment on index entry_ref_replaced is 'an entry is paid again once';
