-- What bank statements say, bank lines that no entry books yet, and what people matched them to.

create table assertion (
    community_id bigint not null,
    seq bigint not null,
    bank_account_seq bigint not null,
    as_of date not null,
    balance_fen fen not null,
    document_seq bigint not null,
    lines bigint not null check (lines >= 0),
    primary key (community_id, seq)
);
create index assertion_day on assertion (community_id, bank_account_seq, as_of, seq);
comment on table assertion is 'projection of balance_asserted: what a bank statement says that an account held at the end of a day; of several for one day the newest counts';
comment on column assertion.community_id is '12-digit community code';
comment on column assertion.seq is 'record that asserts it';
comment on column assertion.bank_account_seq is 'the bank account, see bank_account';
comment on column assertion.as_of is 'end of this day';
comment on column assertion.balance_fen is 'balance that the statement states';
comment on column assertion.document_seq is 'record of the archived statement';
comment on column assertion.lines is 'lines of that statement, 0 where nobody counted them';
comment on index assertion_day is 'the balance of an account on a day';

create table held_line (
    community_id bigint not null,
    seq bigint not null,
    received_seq bigint not null,
    bank_account_seq bigint not null,
    booked_on date not null,
    amount_fen fen not null check (amount_fen <> 0),
    summary bytea not null check (length(summary) = 32),
    payee bytea check (length(payee) = 32),
    primary key (community_id, seq)
);
comment on table held_line is 'projection of line_held: bank lines that their import left without an entry';
comment on column held_line.community_id is '12-digit community code';
comment on column held_line.seq is 'record that holds the line; bank_line.entry_seq names it';
comment on column held_line.received_seq is 'import that brought the line';
comment on column held_line.bank_account_seq is 'the bank account, see bank_account';
comment on column held_line.booked_on is 'the bank''s booking date';
comment on column held_line.amount_fen is 'positive in, negative out';
comment on column held_line.summary is 'commitment to what the bank calls the line';
comment on column held_line.payee is 'commitment to the other side, where the bank names it';

create table line_match (
    community_id bigint not null,
    seq bigint not null,
    line_seq bigint not null,
    entry_seq bigint not null,
    amount_fen fen not null check (amount_fen <> 0),
    undone_seq bigint,
    primary key (community_id, seq, line_seq, entry_seq)
);
create index line_match_line on line_match (community_id, line_seq);
create index line_match_entry on line_match (community_id, entry_seq);
comment on table line_match is 'projection of lines_matched and match_undone: which entry a bank line belongs to that did not become an entry by itself';
comment on column line_match.community_id is '12-digit community code';
comment on column line_match.seq is 'record that matched them';
comment on column line_match.line_seq is 'record of the bank line: line_held, or the reversed entry that booked it';
comment on column line_match.entry_seq is 'the entry';
comment on column line_match.amount_fen is 'how much of both; positive in, negative out';
comment on column line_match.undone_seq is 'record that undid it';
comment on index line_match_line is 'entries of a bank line';
comment on index line_match_entry is 'bank lines of an entry';

comment on column bank_line.entry_seq is 'the record that stands for it: the entry posted from it, or line_held';
comment on index bank_line_entry is 'bank line behind an entry or a held line';
comment on column import_batch.refused is 'rows that did not become entries: held, to be matched or explained';
