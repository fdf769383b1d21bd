-- Parties, contracts and their schedules (docs/adr/0011-contracts.md).

create table party (
    community_id bigint not null,
    party uuid not null,
    name bytea not null check (length(name) = 32),
    bank_account bytea not null check (length(bank_account) = 32),
    seq bigint not null,
    primary key (community_id, party)
);
create unique index party_seq on party (community_id, seq);
comment on table party is 'projection of party_registered: the other sides of contracts and payments';
comment on column party.community_id is '12-digit community code';
comment on column party.party is 'token, random per community';
comment on column party.name is 'commitment to the name';
comment on column party.bank_account is 'commitment to the account number, empty where none is known';
comment on column party.seq is 'record that registered it; the value of dimension 4';
comment on index party_seq is 'party of a dimension';

create table contract (
    community_id bigint not null,
    contract uuid not null,
    party uuid not null,
    stream integer not null,
    from_date date not null,
    to_date date not null,
    document_seq bigint not null,
    opened_seq bigint not null,
    ended_on date,
    end_reason integer,
    seq bigint not null,
    primary key (community_id, contract),
    check (to_date >= from_date)
);
create unique index contract_opened on contract (community_id, opened_seq);
comment on table contract is 'projection of contract_recorded and contract_ended: letting of common things';
comment on column contract.community_id is '12-digit community code';
comment on column contract.contract is 'id';
comment on column contract.party is 'who owes, see party';
comment on column contract.stream is 'source of income, 1 to 17';
comment on column contract.from_date is 'first day of the term';
comment on column contract.to_date is 'last day of the term';
comment on column contract.document_seq is 'record of the archived contract';
comment on column contract.opened_seq is 'record contract_recorded; the value of dimension 3';
comment on column contract.ended_on is 'last day where it ended early';
comment on column contract.end_reason is '1 by agreement, 2 for breach, 3 replaced, 4 other';
comment on column contract.seq is 'newest record of the contract';
comment on index contract_opened is 'contract of a dimension';

create table contract_due (
    community_id bigint not null,
    contract uuid not null,
    due_date date not null,
    amount_fen fen not null,
    seq bigint not null,
    primary key (community_id, contract, due_date)
);
create index contract_due_date on contract_due (community_id, due_date);
comment on table contract_due is 'projection of contract_recorded: its schedule';
comment on column contract_due.community_id is '12-digit community code';
comment on column contract_due.contract is 'the contract';
comment on column contract_due.due_date is 'day by which to pay';
comment on column contract_due.amount_fen is 'what to pay';
comment on column contract_due.seq is 'record contract_recorded';
comment on index contract_due_date is 'dues of a period';
create index posting_dim_value on posting_dim (community_id, dimension, value) where dimension in (3, 4);
comment on index posting_dim_value is 'lines of a contract or party';
