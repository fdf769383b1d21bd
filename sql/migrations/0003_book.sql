-- Projections about money: funds, accounts, bank accounts, entries and their postings, balances, voucher counters.

create table fund (
    community_id bigint not null,
    fund smallint not null check (fund between 1 and 4),
    custodian text not null,
    regime integer not null,
    opened_seq bigint not null,
    closed_seq bigint,
    primary key (community_id, fund)
);
comment on table fund is 'projection of fund_opened: 1 MF, 2 PI, 3 WD, 4 OP';
comment on column fund.community_id is '12-digit community code';
comment on column fund.fund is '1 MF 维修资金, 2 PI 公共收益, 3 WD 保修金, 4 OP 业委会经费';
comment on column fund.custodian is 'who keeps the money';
comment on column fund.regime is 'chart in use: 1 财会〔2020〕7号, 2 GSY';
comment on column fund.opened_seq is 'record that opened it';
comment on column fund.closed_seq is 'record that closed it';

create table account (
    community_id bigint not null,
    account_no integer not null,
    fund smallint not null,
    code text not null,
    name text not null,
    class smallint not null check (class between 1 and 5),
    normal_side smallint not null check (normal_side in (1, 2)),
    parent integer,
    unit_ledger smallint not null check (unit_ledger in (0, 1)),
    counter_fund smallint,
    opened_seq bigint not null,
    closed_seq bigint,
    primary key (community_id, account_no),
    unique (community_id, fund, code)
);
comment on table account is 'projection of account_opened: the chart of each fund';
comment on column account.community_id is '12-digit community code';
comment on column account.account_no is 'number within the community, used in lines';
comment on column account.fund is 'the one fund it belongs to';
comment on column account.code is 'code in the chart of its fund';
comment on column account.name is 'name in the chart';
comment on column account.class is '1 asset, 2 liability, 3 net assets, 4 income, 5 expense';
comment on column account.normal_side is '1 debit, 2 credit';
comment on column account.parent is 'account_no of the account above; an account with children takes no lines';
comment on column account.unit_ledger is '1: every line needs unit lines';
comment on column account.counter_fund is 'the other fund of a due-to or due-from account';
comment on column account.opened_seq is 'record that opened it';
comment on column account.closed_seq is 'record that closed it';

create table bank_account (
    community_id bigint not null,
    opened_seq bigint not null,
    fund smallint not null,
    bank text not null,
    purpose smallint not null,
    number bytea not null check (length(number) = 32),
    closed_seq bigint,
    primary key (community_id, opened_seq)
);
comment on table bank_account is 'projection of bank_account_opened: a real account at a bank';
comment on column bank_account.community_id is '12-digit community code';
comment on column bank_account.opened_seq is 'record that opened it; value of the dimension bank_account';
comment on column bank_account.fund is 'the fund whose money lies there';
comment on column bank_account.bank is 'name of the bank';
comment on column bank_account.purpose is '1 income account, 2 running cost, 3 time deposit, 4 warranty, 5 preparation, 6 maintenance fund';
comment on column bank_account.number is 'commitment to the account number';
comment on column bank_account.closed_seq is 'record that closed it';

create table entry (
    community_id bigint not null,
    seq bigint not null,
    event_id uuid not null,
    entry_type smallint not null check (entry_type between 1 and 7),
    booking_date date not null,
    value_date date,
    original_date date,
    recorded_at timestamptz not null,
    source smallint not null check (source between 1 and 4),
    line_count smallint not null check (line_count between 2 and 500),
    summary bytea not null check (length(summary) = 32),
    payee bytea check (length(payee) = 32),
    rule_set bytea not null check (length(rule_set) = 32),
    outcome smallint not null,
    primary key (community_id, seq)
);
comment on table entry is 'projection of entry: posted vouchers, never changed or deleted';
comment on column entry.community_id is '12-digit community code';
comment on column entry.seq is 'record of the entry';
comment on column entry.event_id is 'id of the entry, derived from its key';
comment on column entry.entry_type is '1 ordinary, 2 red_letter, 3 correction, 4 difference, 5 opening, 6 carry_forward, 7 apportionment';
comment on column entry.booking_date is 'the day on which it counts';
comment on column entry.value_date is 'the bank''s day';
comment on column entry.original_date is 'day of the fact, where it is booked late';
comment on column entry.recorded_at is 'instant at which it was written';
comment on column entry.source is '1 hand, 2 import, 3 schedule, 4 closing';
comment on column entry.line_count is 'number of its postings';
comment on column entry.summary is 'commitment to the summary';
comment on column entry.payee is 'commitment to the name of the other side';
comment on column entry.rule_set is 'hash of the rule set it was judged by';
comment on column entry.outcome is '0 no rule applied, 1 passed, 2 passed with warnings, 3 against the rules';

create table entry_number (
    community_id bigint not null,
    seq bigint not null,
    fund smallint not null,
    word smallint not null check (word between 1 and 6),
    series integer not null,
    number bigint not null check (number > 0),
    primary key (community_id, seq, fund),
    unique (community_id, fund, word, series, number)
);
comment on table entry_number is 'voucher numbers: one per fund an entry touches, without gaps per fund, word and series';
comment on column entry_number.community_id is '12-digit community code';
comment on column entry_number.seq is 'record of the entry';
comment on column entry_number.fund is 'fund of the series';
comment on column entry_number.word is '1 记, 2 收, 3 付, 4 转, 5 结, 6 初';
comment on column entry_number.series is 'year * 100 + month';
comment on column entry_number.number is 'from 1';

create table entry_ref (
    community_id bigint not null,
    seq bigint not null,
    role smallint not null,
    ref_seq bigint not null,
    amount_fen fen not null,
    primary key (community_id, seq, role, ref_seq)
);
create unique index entry_ref_reversed on entry_ref (community_id, ref_seq) where role = 1;
create index entry_ref_imported on entry_ref (community_id, ref_seq) where role = 6;
comment on table entry_ref is 'links of an entry to earlier records';
comment on column entry_ref.community_id is '12-digit community code';
comment on column entry_ref.seq is 'record of the entry';
comment on column entry_ref.role is '1 reverses, 2 replaces, 3 adjusts, 6 imported_by, …';
comment on column entry_ref.ref_seq is 'the earlier record';
comment on column entry_ref.amount_fen is 'amount of the link, 0 where none applies';
comment on index entry_ref_reversed is 'an entry is reversed at most once';
comment on index entry_ref_imported is 'entries of one import';

create table posting (
    community_id bigint not null,
    seq bigint not null,
    line smallint not null check (line > 0),
    fund smallint not null,
    account_no integer not null,
    side smallint not null check (side in (1, 2)),
    amount_fen fen not null check (amount_fen <> 0),
    booking_date date not null,
    summary bytea check (length(summary) = 32),
    unit_count bigint,
    unit_root bytea check (length(unit_root) = 32),
    primary key (community_id, seq, line)
);
create index posting_account on posting (community_id, account_no, booking_date, seq);
comment on table posting is 'projection of the lines of entries';
comment on column posting.community_id is '12-digit community code';
comment on column posting.seq is 'record of the entry';
comment on column posting.line is 'line of the entry from 1';
comment on column posting.fund is 'fund of the account';
comment on column posting.account_no is 'account, see account';
comment on column posting.side is '1 debit, 2 credit';
comment on column posting.amount_fen is 'amount; negative only in red-letter and difference entries';
comment on column posting.booking_date is 'as in the entry';
comment on column posting.summary is 'commitment to the summary of the line';
comment on column posting.unit_count is 'number of unit lines';
comment on column posting.unit_root is 'root over the unit lines';
comment on index posting_account is 'lines of an account by date: books and drill-down';

create table posting_dim (
    community_id bigint not null,
    seq bigint not null,
    line smallint not null,
    dimension smallint not null,
    value bigint not null,
    primary key (community_id, seq, line, dimension)
);
comment on table posting_dim is 'dimensions (辅助核算) of lines';
comment on column posting_dim.community_id is '12-digit community code';
comment on column posting_dim.seq is 'record of the entry';
comment on column posting_dim.line is 'line of the entry';
comment on column posting_dim.dimension is '1 bank_account, 2 stream';
comment on column posting_dim.value is 'code, or seq of the record that registered the thing';

create table balance (
    community_id bigint not null,
    fund smallint not null,
    account_no integer not null,
    month integer not null,
    debit_fen fen not null,
    credit_fen fen not null,
    primary key (community_id, fund, account_no, month)
) with (fillfactor = 70);
comment on table balance is 'turnover of each account and month';
comment on column balance.community_id is '12-digit community code';
comment on column balance.fund is 'fund of the account';
comment on column balance.account_no is 'account, see account';
comment on column balance.month is 'year * 12 + month - 1';
comment on column balance.debit_fen is 'sum of debit lines booked in the month';
comment on column balance.credit_fen is 'sum of credit lines booked in the month';

create table voucher_counter (
    community_id bigint not null,
    fund smallint not null,
    word smallint not null,
    series integer not null,
    last_no bigint not null check (last_no > 0),
    primary key (community_id, fund, word, series)
) with (fillfactor = 70);
comment on table voucher_counter is 'last voucher number given in each series';
comment on column voucher_counter.community_id is '12-digit community code';
comment on column voucher_counter.fund is 'fund of the series';
comment on column voucher_counter.word is '1 记, 2 收, 3 付, 4 转, 5 结, 6 初';
comment on column voucher_counter.series is 'year * 100 + month';
comment on column voucher_counter.last_no is 'last number given';
