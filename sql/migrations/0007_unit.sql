-- Units and their shares of the maintenance fund: the register, owners, keys, and the unit lines behind a posting (docs/journal.md §4).

create table unit (
    community_id bigint not null,
    unit uuid not null,
    building uuid not null,
    area_cm2 bigint not null check (area_cm2 >= 0),
    use smallint not null,
    address bytea not null check (length(address) = 32),
    opened_seq bigint not null,
    seq bigint not null,
    primary key (community_id, unit),
    unique (community_id, opened_seq)
);
comment on table unit is 'projection of unit_registered and unit_changed: flats, shops and the accounts of selling units';
comment on column unit.community_id is '12-digit community code';
comment on column unit.unit is 'token, random per community';
comment on column unit.building is 'token of the building';
comment on column unit.area_cm2 is 'floor area in square centimetres; 0 for the account of a selling unit';
comment on column unit.use is '1 commodity housing, 2 sold public housing, 3 account of the selling unit, 4 commodity, not housing';
comment on column unit.address is 'commitment to building and number as people write them';
comment on column unit.opened_seq is 'record that registered it; the order of units in every apportionment';
comment on column unit.seq is 'record that changed it last';

create table unit_owner (
    community_id bigint not null,
    unit uuid not null,
    from_date date not null,
    subject uuid not null,
    details bytea not null check (length(details) = 32),
    seq bigint not null,
    primary key (community_id, unit, from_date, subject)
);
comment on table unit_owner is 'projection of ownership_changed: who owns a unit from a day on';
comment on column unit_owner.community_id is '12-digit community code';
comment on column unit_owner.unit is 'the unit';
comment on column unit_owner.from_date is 'first day of this ownership';
comment on column unit_owner.subject is 'token of an owner';
comment on column unit_owner.details is 'commitment to the ground of the change';
comment on column unit_owner.seq is 'record of the change';

create table unit_key (
    community_id bigint not null,
    unit uuid not null,
    from_seq bigint not null,
    key bytea not null check (length(key) = 32),
    key_sha256 bytea not null check (length(key_sha256) = 32),
    primary key (community_id, unit, from_seq)
);
comment on table unit_key is 'keys of the salts of unit lines: one a unit and ownership, so that an owner opens the own lines and no others';
comment on column unit_key.community_id is '12-digit community code';
comment on column unit_key.unit is 'the unit';
comment on column unit_key.from_seq is 'record that registered the unit or changed its owner';
comment on column unit_key.key is '32 random bytes';
comment on column unit_key.key_sha256 is 'digest of the key: tells a damaged key from a damaged line';

create table unit_line (
    community_id bigint not null,
    seq bigint not null,
    line smallint not null check (line > 0),
    unit uuid not null,
    fund smallint not null,
    side smallint not null check (side in (1, 2)),
    amount_fen fen not null check (amount_fen <> 0),
    booking_date date not null,
    key_seq bigint not null,
    primary key (community_id, seq, line, unit)
);
create index unit_line_unit on unit_line (community_id, unit, seq);
comment on table unit_line is 'the shares of units in a posting, bound to its record by count and root';
comment on column unit_line.community_id is '12-digit community code';
comment on column unit_line.seq is 'record of the entry';
comment on column unit_line.line is 'line of the entry from 1';
comment on column unit_line.unit is 'the unit';
comment on column unit_line.fund is 'fund of the line';
comment on column unit_line.side is 'side of the line: 1 debit, 2 credit';
comment on column unit_line.amount_fen is 'share of the unit; negative only in red-letter and difference entries';
comment on column unit_line.booking_date is 'the day on which it counts';
comment on column unit_line.key_seq is 'from_seq of the key that salts the leaf';
comment on index unit_line_unit is 'statement of one unit';

alter table balance add column carried_debit_fen fen not null default 0, add column carried_credit_fen fen not null default 0;
comment on column balance.carried_debit_fen is 'of the debit turnover, what carry-forward entries booked';
comment on column balance.carried_credit_fen is 'of the credit turnover, what carry-forward entries booked';

-- Functions whose parameters changed; the new ones follow from sql/functions.
drop function if exists document_append(bigint, uuid, integer, bigint, bytea, bytea, date, bigint);
drop function if exists posting_append(bigint[], bigint[], smallint[], smallint[], integer[], smallint[], bigint[], date[], bytea[]);
drop function if exists balance_add(bigint[], smallint[], integer[], integer[], bigint[], bigint[]);
