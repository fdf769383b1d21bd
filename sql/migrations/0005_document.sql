-- Matters (what is opened and then moves from state to state), and the identity of documents.

create table matter (
    community_id bigint not null,
    noun integer not null check (noun > 0),
    id uuid not null,
    state integer not null check (state > 0),
    from_date date not null,
    due_date date,
    amount_fen fen,
    details bytea not null check (length(details) = 32),
    opened_seq bigint not null,
    seq bigint not null,
    primary key (community_id, noun, id)
);
create unique index matter_opened on matter (community_id, opened_seq);
comment on table matter is 'projection of matter_opened and matter_moved';
comment on column matter.community_id is '12-digit community code';
comment on column matter.noun is '1 document, 2 budget, 3 project, 4 asset, 5 contract, …: base/words.h';
comment on column matter.id is 'id of the thing; of a document its own id';
comment on column matter.state is '1 when opened; of a document 1 withheld, 2 public, 3 redacted';
comment on column matter.from_date is 'day from which it counts; of a document the day of issue';
comment on column matter.due_date is 'day by which it is due';
comment on column matter.amount_fen is 'newest amount; of a document what is printed on it';
comment on column matter.details is 'commitment to the details given at the opening; of a document its kind, issuer and number';
comment on column matter.opened_seq is 'record matter_opened';
comment on column matter.seq is 'newest record of the matter';
comment on index matter_opened is 'matter of a record';

create unique index opening_document_identity on opening (community_id, value) where class = 10 and substring(value from 3 for 1) = '\x01';
comment on index opening_document_identity is 'one e-voucher (kind, issuer, number) is archived once';

create index entry_ref_document on entry_ref (community_id, ref_seq) where role = 8;
comment on index entry_ref_document is 'entries that a document serves';
