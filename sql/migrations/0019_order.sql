-- Oversight: the table of moves for every noun with states, orders of the authorities, objections of owners.

delete from transition;
alter table transition drop constraint transition_pkey;
alter table transition add column code integer not null;
alter table transition add column roles integer not null;
alter table transition add primary key (noun, from_state, verb, to_state);
comment on table transition is 'the moves that things with states may make, the same in all communities; drawn from rules/states/<noun>.def';
comment on column transition.noun is 'the noun, as its file is named';
comment on column transition.code is 'noun of its matters, see matter; 0: a table of its own';
comment on column transition.roles is 'who may make the move: bit n stands for role n';

create index transition_code on transition (code, from_state, to_state);
comment on index transition_code is 'may a matter move so?';

create table order_case (
    community_id bigint not null,
    opened_seq bigint not null,
    order_case uuid not null,
    subject_seq bigint,
    clause text not null,
    deadline date not null,
    document_seq bigint not null,
    state smallint not null check (state between 1 and 5),
    outcome_seq bigint,
    seq bigint not null,
    primary key (community_id, opened_seq)
);
create unique index order_case_id on order_case (community_id, order_case);
create index order_case_subject on order_case (community_id, subject_seq) where state in (1, 3, 4);
comment on table order_case is 'projection of order_issued and order_followed_up: orders of the authorities to rectify or revoke';
comment on column order_case.community_id is '12-digit community code';
comment on column order_case.opened_seq is 'record order_issued';
comment on column order_case.order_case is 'id';
comment on column order_case.subject_seq is 'record that it names: nothing is paid on it in states 1, 3 and 4; null: conduct, no record';
comment on column order_case.clause is 'clause that was broken';
comment on column order_case.deadline is 'last day to rectify';
comment on column order_case.document_seq is 'record of the archived order';
comment on column order_case.state is '1 issued, 2 rectified, 3 expired, 4 revoked, 5 closed: rules/states/order.def';
comment on column order_case.outcome_seq is 'document of the newest follow-up';
comment on column order_case.seq is 'record of the last change';
comment on index order_case_id is 'an order by its id';
comment on index order_case_subject is 'may this be paid?';

create table objection (
    community_id bigint not null,
    opened_seq bigint not null,
    about_seq bigint not null,
    subject uuid not null,
    text bytea not null check (length(text) = 32),
    state smallint not null check (state between 1 and 3),
    answer bytea check (length(answer) = 32),
    seq bigint not null,
    primary key (community_id, opened_seq)
);
create index objection_about on objection (community_id, about_seq);
comment on table objection is 'projection of objection_received and objection_answered';
comment on column objection.community_id is '12-digit community code';
comment on column objection.opened_seq is 'record objection_received';
comment on column objection.about_seq is 'record that the owner objects to';
comment on column objection.subject is 'owner, see subject';
comment on column objection.text is 'commitment to what the owner says';
comment on column objection.state is '1 received, 2 answered, 3 answered late: rules/states/objection.def';
comment on column objection.answer is 'commitment to the answer';
comment on column objection.seq is 'record of the last change';
comment on index objection_about is 'objections to a record';
