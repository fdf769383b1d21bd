-- Sealed periods.

create table period (
    community_id bigint not null,
    to_date date not null,
    from_date date not null,
    lo bigint not null,
    seal_seq bigint not null,
    root bytea not null check (length(root) = 32),
    previous_seq bigint,
    balances bigint not null,
    balance_root bytea not null check (length(balance_root) = 32),
    units bigint not null,
    unit_root bytea not null check (length(unit_root) = 32),
    accounts bigint not null,
    account_root bytea not null check (length(account_root) = 32),
    entries bigint not null,
    debit_fen fen not null,
    credit_fen fen not null,
    primary key (community_id, to_date)
);
comment on table period is 'projection of period_sealed: months whose balances are fixed; nothing may be booked in them any more';
comment on column period.community_id is '12-digit community code';
comment on column period.to_date is 'last day';
comment on column period.from_date is 'first day';
comment on column period.lo is 'first record written on or after the first day: every entry of the period lies from here to the seal';
comment on column period.seal_seq is 'record of the seal';
comment on column period.root is 'root over all records before the seal';
comment on column period.previous_seq is 'seal of the period before';
comment on column period.balances is 'leaves of the balance tree';
comment on column period.balance_root is 'root of the balance tree';
comment on column period.units is 'leaves of the tree of unit balances';
comment on column period.unit_root is 'root of the tree of unit balances';
comment on column period.accounts is 'leaves of the account tree';
comment on column period.account_root is 'root of the account tree';
comment on column period.entries is 'entries booked in the period';
comment on column period.debit_fen is 'sum of their debit lines';
comment on column period.credit_fen is 'sum of their credit lines';
create index entry_booking on entry (community_id, booking_date);
comment on index entry_booking is 'entries of a period';
