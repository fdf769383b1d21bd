-- The packs by which a community was bound, as they were.

create table rule_pack (
    community_id bigint not null,
    seq bigint not null,
    layer text not null,
    version text not null,
    pack bytea not null,
    primary key (community_id, seq)
);
create unique index rule_pack_hash on rule_pack (community_id, sha256(pack));
comment on table rule_pack is 'projection of rules_published: canonical bytes of packs that an activation names by their hash';
comment on column rule_pack.community_id is '12-digit community code';
comment on column rule_pack.seq is 'record rules_published';
comment on column rule_pack.layer is 'name of the pack';
comment on column rule_pack.version is 'release of the program that brought it, or the day of bylaws';
comment on column rule_pack.pack is 'canonical bytes: docs/rules.md';
comment on index rule_pack_hash is 'a pack is published once; the pack of an activation';
