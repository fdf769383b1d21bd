-- Documents, imports and bank lines.

create table document (
    community_id bigint not null,
    document uuid not null,
    type integer not null,
    length bigint not null,
    title bytea not null check (length(title) = 32),
    content bytea not null check (length(content) = 32),
    sm3_content bytea check (length(sm3_content) = 32),
    keep_until date not null,
    seq bigint not null,
    primary key (community_id, document)
);
create unique index document_seq on document (community_id, seq);
comment on table document is 'projection of document_archived';
comment on column document.community_id is '12-digit community code';
comment on column document.document is 'id';
comment on column document.type is '1 bank statement';
comment on column document.length is 'bytes of the file';
comment on column document.title is 'commitment to the file name';
comment on column document.content is 'commitment to the SHA-256 of the file';
comment on column document.sm3_content is 'commitment to its SM3 digest';
comment on column document.keep_until is 'day until which it must be kept';
comment on column document.seq is 'record that archived it';
comment on index document_seq is 'document of an import';

create table document_blob (
    community_id bigint not null,
    document uuid not null,
    sha256 bytea not null check (length(sha256) = 32),
    content bytea not null,
    primary key (community_id, document)
);
create index document_blob_sha256 on document_blob (community_id, sha256);
comment on table document_blob is 'the archived files themselves, untouched';
comment on column document_blob.community_id is '12-digit community code';
comment on column document_blob.document is 'id, see document';
comment on column document_blob.sha256 is 'SHA-256 of the content';
comment on column document_blob.content is 'bytes of the file';
comment on index document_blob_sha256 is 'has this file been archived before?';

create table import_batch (
    community_id bigint not null,
    import uuid not null,
    source integer not null,
    document_seq bigint not null,
    rows bigint not null,
    row_root bytea not null check (length(row_root) = 32),
    received_seq bigint not null,
    posted_seq bigint,
    posted bigint,
    refused bigint,
    duplicate bigint,
    primary key (community_id, import)
);
create unique index import_batch_received on import_batch (community_id, received_seq);
comment on table import_batch is 'projection of import_received and import_posted';
comment on column import_batch.community_id is '12-digit community code';
comment on column import_batch.import is 'id';
comment on column import_batch.source is '1 bank statement file';
comment on column import_batch.document_seq is 'record of the archived file';
comment on column import_batch.rows is 'rows read from the file';
comment on column import_batch.row_root is 'RFC 6962 root over the raw rows in file order';
comment on column import_batch.received_seq is 'record import_received';
comment on column import_batch.posted_seq is 'record import_posted';
comment on column import_batch.posted is 'rows that became entries';
comment on column import_batch.refused is 'rows refused';
comment on column import_batch.duplicate is 'rows seen before';
comment on index import_batch_received is 'import of an entry';

create table bank_line (
    community_id bigint not null,
    bank_line uuid not null,
    bank_account_seq bigint not null,
    received_seq bigint not null,
    row_no integer not null,
    booked_on date not null,
    seconds integer not null,
    amount_fen fen not null check (amount_fen <> 0),
    balance_fen fen,
    serial text not null,
    occurrence integer not null check (occurrence > 0),
    entry_seq bigint not null,
    primary key (community_id, bank_line)
);
create index bank_line_order on bank_line (community_id, bank_account_seq, booked_on, seconds, entry_seq);
create unique index bank_line_serial on bank_line (community_id, bank_account_seq, serial) where serial <> '';
create unique index bank_line_entry on bank_line (community_id, entry_seq);
comment on table bank_line is 'lines of bank statements, each once however often its file is imported';
comment on column bank_line.community_id is '12-digit community code';
comment on column bank_line.bank_line is 'HMAC over account, date, time, amount, balance, serial, other side and occurrence: the key of its entry follows from it';
comment on column bank_line.bank_account_seq is 'the bank account, see bank_account';
comment on column bank_line.received_seq is 'import that brought it first';
comment on column bank_line.row_no is 'line number in that file';
comment on column bank_line.booked_on is 'the bank''s booking date';
comment on column bank_line.seconds is 'time of day in seconds, -1 where the bank gives none';
comment on column bank_line.amount_fen is 'positive in, negative out';
comment on column bank_line.balance_fen is 'balance after the line, as the bank states it';
comment on column bank_line.serial is 'the bank''s transaction id, empty where the layout has none';
comment on column bank_line.occurrence is 'which of several equal lines of one file';
comment on column bank_line.entry_seq is 'the entry posted from it';
comment on index bank_line_order is 'lines of an account in order: continuity between files';
comment on index bank_line_serial is 'the bank''s id is unique per account';
comment on index bank_line_entry is 'bank line behind an entry';

create table import_row (
    community_id bigint not null,
    received_seq bigint not null,
    ordinal integer not null,
    row_no integer not null,
    raw bytea not null,
    salt bytea not null check (length(salt) = 32),
    bank_line uuid not null,
    state smallint not null check (state in (1, 2)),
    primary key (community_id, received_seq, ordinal)
);
comment on table import_row is 'every row of every import exactly as it stood';
comment on column import_row.community_id is '12-digit community code';
comment on column import_row.received_seq is 'the import';
comment on column import_row.ordinal is 'place in the file from 0, leaf index in row_root';
comment on column import_row.row_no is 'line number in the file from 1';
comment on column import_row.raw is 'bytes of the row before charset conversion';
comment on column import_row.salt is 'random bytes in its leaf';
comment on column import_row.bank_line is 'the line it states';
comment on column import_row.state is '1 new, 2 seen before';
