-- Decisions of the owners' assembly and of the committee, and the ballots behind them (docs/adr/0021-decisions.md).

create table decision (
    community_id bigint not null,
    decision uuid not null,
    matter integer not null check (matter between 1 and 9 or matter between 101 and 109),
    result smallint not null check (result in (1, 2)),
    owners bigint not null,
    took_part bigint not null check (took_part <= owners),
    in_favour bigint not null check (in_favour <= took_part),
    area_cm2 bigint not null,
    area_took_part bigint not null check (area_took_part <= area_cm2),
    area_in_favour bigint not null check (area_in_favour <= area_took_part),
    from_date date not null,
    to_date date not null check (to_date >= from_date),
    announced date check (announced <= from_date),
    ballots bigint not null,
    ballot_root bytea not null check (length(ballot_root) = 32),
    limit_fen fen,
    seq bigint not null,
    primary key (community_id, decision)
);
create unique index decision_seq on decision (community_id, seq);
comment on table decision is 'projection of decision_recorded: what owners or the committee decided, with the figures of the vote';
comment on column decision.community_id is '12-digit community code';
comment on column decision.decision is 'id';
comment on column decision.matter is 'item of Civil Code 278 (1 to 9), plus 100 for a meeting of the committee';
comment on column decision.result is '1 passed, 2 failed, as computed';
comment on column decision.owners is 'people who may vote: owners, or members in office';
comment on column decision.took_part is 'of them those who took part';
comment on column decision.in_favour is 'of these those in favour';
comment on column decision.area_cm2 is 'exclusive area of the owners; 0 at a meeting';
comment on column decision.area_took_part is 'of it what took part';
comment on column decision.area_in_favour is 'of this what was in favour';
comment on column decision.from_date is 'first day of voting';
comment on column decision.to_date is 'last day of voting; its law decides';
comment on column decision.announced is 'day on which the vote was announced';
comment on column decision.ballots is 'ballots behind the figures; 0: totals of a platform';
comment on column decision.ballot_root is 'tree over the ballots';
comment on column decision.limit_fen is 'most that may be spent under it';
comment on column decision.seq is 'record decision_recorded';
comment on index decision_seq is 'decision of a reference';

create table ballot (
    community_id bigint not null,
    decision_seq bigint not null,
    voter uuid not null,
    choice smallint not null check (choice between 1 and 4),
    units bigint not null,
    area_cm2 bigint not null,
    salt bytea not null check (length(salt) = 32),
    primary key (community_id, decision_seq, voter)
);
comment on table ballot is 'the ballots of a decision, bound to its record by number and root; never public';
comment on column ballot.community_id is '12-digit community code';
comment on column ballot.decision_seq is 'record of the decision';
comment on column ballot.voter is 'first unit of the owner who voted, or the member of the committee';
comment on column ballot.choice is '1 yes, 2 no, 3 abstained, 4 invalid';
comment on column ballot.units is 'units that the ballot speaks for; 0 at a meeting';
comment on column ballot.area_cm2 is 'their area';
comment on column ballot.salt is 'random bytes in its leaf';
