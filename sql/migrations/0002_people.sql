-- Projections about people and places: community, subject.

create table community (
    community_id bigint primary key,
    name text not null,
    county integer not null,
    ordinal integer not null,
    rule_set bytea not null check (length(rule_set) = 32),
    opened_seq bigint not null,
    closed_seq bigint
);
comment on table community is 'projection of community_opened: one residential community, owner of a journal';
comment on column community.community_id is '12-digit community code';
comment on column community.name is 'name as people know it';
comment on column community.county is '6-digit county code';
comment on column community.ordinal is 'place in the registry';
comment on column community.rule_set is 'hash of the rule set in force at opening; zero before rules exist';
comment on column community.opened_seq is 'record that opened it';
comment on column community.closed_seq is 'record that closed it';

create table subject (
    community_id bigint not null,
    subject uuid not null,
    class smallint not null,
    details bytea not null check (length(details) = 32),
    seq bigint not null,
    primary key (community_id, subject)
);
comment on table subject is 'projection of subject_registered: a person as a token that is random per community';
comment on column subject.community_id is '12-digit community code';
comment on column subject.subject is 'token';
comment on column subject.class is '1 treasurer';
comment on column subject.details is 'commitment to the name';
comment on column subject.seq is 'record that registered the subject';
