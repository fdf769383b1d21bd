-- The own keys of people who approve.

create table actor_key (
    community_id bigint not null,
    seq bigint not null,
    subject uuid not null,
    algorithm smallint not null check (algorithm between 1 and 3),
    public_key bytea not null check (length(public_key) between 1 and 256),
    key bytea not null check (length(key) = 32),
    from_at bigint not null,
    proof bytea not null,
    revoked_seq bigint,
    revoked_from bigint,
    reason smallint,
    primary key (community_id, seq)
);
create unique index actor_key_key on actor_key (community_id, key);
create unique index actor_key_subject on actor_key (community_id, subject) where revoked_seq is null;
comment on table actor_key is 'projection of key_registered and key_revoked: with which key a person signs';
comment on column actor_key.community_id is '12-digit community code';
comment on column actor_key.seq is 'record key_registered';
comment on column actor_key.subject is 'whose key, see subject';
comment on column actor_key.algorithm is '1 Ed25519, 2 SM2 with SM3, 3 ECDSA P-256';
comment on column actor_key.public_key is 'public key, as base/sign.h writes it';
comment on column actor_key.key is 'its name: digest of algorithm and public key';
comment on column actor_key.from_at is 'instant from which it counts';
comment on column actor_key.proof is 'signature by which its owner showed that he has it';
comment on column actor_key.revoked_seq is 'record key_revoked';
comment on column actor_key.revoked_from is 'instant from which it no longer counts';
comment on column actor_key.reason is 'why it was revoked: 1 lost, 2 in other hands, 3 replaced, 4 left office';
comment on index actor_key_key is 'a key is registered once';
comment on index actor_key_subject is 'a person has one key in force';
