-- The journal and what surrounds it: records, heads, tiles, claims, openings (docs/journal.md §6).

create domain fen as bigint check (value between -9000000000000000 and 9000000000000000);
comment on domain fen is 'money in fen (0.01 yuan)';

create table journal (
    community_id bigint not null,
    seq bigint not null check (seq >= 0),
    kind integer not null,
    recorded_at timestamptz not null,
    event_id uuid not null,
    leaf bytea not null check (length(leaf) = 32),
    record bytea not null check (length(record) between 171 and 65535),
    primary key (community_id, seq)
);
alter table journal alter column record set storage external;
create index journal_kind on journal (community_id, kind, seq);
comment on table journal is 'the append-only list of records of each community; everything else can be rebuilt from it';
comment on column journal.community_id is '12-digit community code';
comment on column journal.seq is 'place in the journal from 0, equal to the leaf index';
comment on column journal.kind is 'record kind, as in the record';
comment on column journal.recorded_at is 'instant at which the record was written, as in the record';
comment on column journal.event_id is 'id derived from the idempotency key, as in the record';
comment on column journal.leaf is 'SHA-256(0x00, record)';
comment on column journal.record is 'canonical bytes of one business fact, hashed as they lie';
comment on index journal_kind is 'records of one kind in order: exports and verification';

create table head (
    community_id bigint primary key,
    size bigint not null check (size >= 0),
    root bytea not null check (length(root) = 32),
    leaf bytea not null check (length(leaf) = 32),
    frontier bytea not null,
    recorded_at timestamptz not null,
    sealed_to date,
    state smallint not null default 1 check (state between 1 and 3)
) with (fillfactor = 50);
comment on table head is 'newest state of each journal; the only lock a writer takes';
comment on column head.community_id is '12-digit community code';
comment on column head.size is 'number of records';
comment on column head.root is 'RFC 6962 root over all leaves';
comment on column head.leaf is 'leaf of the last record, prev of the next one; 32 zero bytes while empty';
comment on column head.frontier is 'roots of the perfect subtrees, largest first, 32 bytes each';
comment on column head.recorded_at is 'recorded_at of the last record';
comment on column head.sealed_to is 'last day of the last sealed period; nothing may be booked on or before it';
comment on column head.state is '1 open, 2 held (read-only until a person decides), 3 closed';

create table tile (
    community_id bigint not null,
    level smallint not null check (level between 0 and 7),
    tile_no bigint not null check (tile_no >= 0),
    hashes bytea not null check (length(hashes) = 8192),
    root bytea not null check (length(root) = 32),
    primary key (community_id, level, tile_no)
);
comment on table tile is 'complete 256-hash tiles of the tree, written once';
comment on column tile.community_id is '12-digit community code';
comment on column tile.level is '0: leaves; level l holds roots of tiles of level l - 1';
comment on column tile.tile_no is 'number of the tile in its level from 0';
comment on column tile.hashes is '256 hashes of 32 bytes';
comment on column tile.root is 'root over the 256 hashes';

create table request_claim (
    community_id bigint not null,
    event_id uuid not null,
    request_mac bytea not null check (length(request_mac) = 32),
    first_seq bigint not null,
    record_count integer not null check (record_count > 0),
    primary key (community_id, event_id)
);
comment on table request_claim is 'idempotency keys that were used, written with their records; they never expire';
comment on column request_claim.community_id is '12-digit community code';
comment on column request_claim.event_id is 'id derived from the key';
comment on column request_claim.request_mac is 'HMAC of the canonical request: same key, same request?';
comment on column request_claim.first_seq is 'seq of the first record written by the request';
comment on column request_claim.record_count is 'number of records written by the request';

create table opening (
    community_id bigint not null,
    commitment bytea not null check (length(commitment) = 32),
    class smallint not null,
    salt bytea not null check (length(salt) = 32),
    value bytea not null,
    primary key (community_id, commitment)
);
comment on table opening is 'salt and value behind each commitment';
comment on column opening.community_id is '12-digit community code';
comment on column opening.commitment is 'SHA-256 over tag, community, class, salt and value';
comment on column opening.class is 'what the value is: summary 1, payee name 2, payee account 3, …';
comment on column opening.salt is '32 random bytes, fresh for every value';
comment on column opening.value is 'the committed value';

create table server_secret (
    id smallint primary key check (id = 1),
    secret bytea not null check (length(secret) = 32)
);
comment on table server_secret is 'the key of request MACs and bank-line ids; never leaves the database';
comment on column server_secret.id is 'always 1';
comment on column server_secret.secret is '32 random bytes';
