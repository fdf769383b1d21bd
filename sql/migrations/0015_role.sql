-- Who may do what, since when: organizations, and roles with their dates.

create table organization (
    community_id bigint not null,
    organization uuid not null,
    type integer not null,
    name text not null,
    credit_code text,
    seq bigint not null,
    primary key (community_id, organization)
);
create unique index organization_seq on organization (community_id, seq);
comment on table organization is 'projection of organization_registered: bodies that act or are overseen';
comment on column organization.community_id is '12-digit community code';
comment on column organization.organization is 'token, random per community';
comment on column organization.type is '1 committee, 2 residents committee, 3 township, 4 bureau, 5 manager, 6 agency, 7 auditor, 8 other: base/words.h';
comment on column organization.name is 'name of the body';
comment on column organization.credit_code is 'unified social credit code, where known';
comment on column organization.seq is 'record that registered it';
comment on index organization_seq is 'organization of a role';

create table role_grant (
    community_id bigint not null,
    opened_seq bigint not null,
    subject uuid not null,
    role integer not null check (role between 1 and 14),
    from_date date not null,
    until_date date not null,
    key bytea check (length(key) = 32),
    organization_seq bigint,
    ended_on date,
    reason integer,
    seq bigint not null,
    primary key (community_id, opened_seq),
    check (until_date >= from_date)
);
create index role_grant_subject on role_grant (community_id, subject);
comment on table role_grant is 'projection of role_granted and role_ended: roles of people with their first and last day';
comment on column role_grant.community_id is '12-digit community code';
comment on column role_grant.opened_seq is 'record role_granted';
comment on column role_grant.subject is 'person, see subject';
comment on column role_grant.role is '1 treasurer, 2 member, 3 chair, 4 cashier, 5 supervisor, 6 township, 7 bureau, 8 auditor, …: base/words.h';
comment on column role_grant.from_date is 'first day';
comment on column role_grant.until_date is 'last day';
comment on column role_grant.key is 'key with which the person signs in this role';
comment on column role_grant.organization_seq is 'record of the organization for which the person acts';
comment on column role_grant.ended_on is 'last day where the role ended early';
comment on column role_grant.reason is 'why it ended early: 1 resigned, 2 removed, 3 handed over';
comment on column role_grant.seq is 'newest record of the role';
comment on index role_grant_subject is 'roles of a person';
