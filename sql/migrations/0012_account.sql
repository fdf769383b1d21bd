-- Further leaves of a chart: accounts are opened, renamed and closed after the books were opened, and keep their former names.

alter table account add column opened_name text, add column seq bigint;
update account set opened_name = name, seq = opened_seq;
alter table account alter column opened_name set not null, alter column seq set not null;
create index account_parent on account (community_id, parent) where parent is not null;
comment on column account.name is 'its name now';
comment on column account.opened_name is 'its name when it was opened';
comment on column account.seq is 'record of the last change';
comment on index account_parent is 'sub-accounts of an account';

create table account_name (
    community_id bigint not null,
    account_no integer not null,
    from_seq bigint not null,
    name text not null,
    primary key (community_id, account_no, from_seq)
);
comment on table account_name is 'projection of account_renamed: the names that accounts were given after their first one';
comment on column account_name.community_id is '12-digit community code';
comment on column account_name.account_no is 'account, see account';
comment on column account_name.from_seq is 'record that gave the name';
comment on column account_name.name is 'the name';
