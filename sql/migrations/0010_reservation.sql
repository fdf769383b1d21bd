-- Reservations of approved money, and limits of accounts.

create table reservation (
    community_id bigint not null,
    opened_seq bigint not null,
    fund smallint not null check (fund between 1 and 4),
    account_no integer not null,
    amount_fen fen not null check (amount_fen > 0),
    expires date not null,
    payee bytea check (length(payee) = 32),
    rests_on bigint,
    captured_fen fen not null,
    state smallint not null check (state between 1 and 4),
    seq bigint not null,
    primary key (community_id, opened_seq),
    check (captured_fen between 0 and amount_fen)
);
create index reservation_open on reservation (community_id, account_no) where state = 1;
create index reservation_rests_on on reservation (community_id, rests_on) where rests_on is not null;
comment on table reservation is 'projection of reservation_made, reservation_closed and the captures of entries: approved money held for its payment';
comment on column reservation.community_id is '12-digit community code';
comment on column reservation.opened_seq is 'record reservation_made; captures name it';
comment on column reservation.fund is 'fund of the account';
comment on column reservation.account_no is 'account whose money is held';
comment on column reservation.amount_fen is 'what was approved';
comment on column reservation.expires is 'last day on which it can be captured';
comment on column reservation.payee is 'commitment to the name of the payee; entries that capture repeat it';
comment on column reservation.rests_on is 'record that decided it: the first reference of the record';
comment on column reservation.captured_fen is 'paid so far by entries that capture it';
comment on column reservation.state is '1 open, 2 released, 3 expired, 4 exhausted';
comment on column reservation.seq is 'record of the last change';
comment on index reservation_open is 'what is held on an account';
comment on index reservation_rests_on is 'payments for a budget or another decision';

create table limit_policy (
    community_id bigint not null,
    account_no integer not null,
    kind smallint not null check (kind in (1, 2)),
    amount_fen fen not null,
    opened_seq bigint not null,
    seq bigint not null,
    primary key (community_id, account_no)
);
comment on table limit_policy is 'projection of limit_set: the newest limit of each account';
comment on column limit_policy.community_id is '12-digit community code';
comment on column limit_policy.account_no is 'account, see account';
comment on column limit_policy.kind is '1 the debit balance may not go below the amount, 2 the credit balance may not';
comment on column limit_policy.amount_fen is 'amount';
comment on column limit_policy.opened_seq is 'record of the first limit';
comment on column limit_policy.seq is 'record of the newest';

create index entry_ref_captured on entry_ref (community_id, ref_seq) where role = 7;
comment on index entry_ref_captured is 'payments that capture a reservation';
