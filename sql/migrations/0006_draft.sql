-- Drafts of entries before they are posted, the moves they may make, and the links of corrections.

create table transition (
    noun text not null,
    from_state smallint not null,
    to_state smallint not null,
    verb text not null,
    primary key (noun, from_state, verb)
);
comment on table transition is 'the moves that things with states may make, the same in all communities; drawn from <noun>.def';
comment on column transition.noun is 'table whose column state moves';
comment on column transition.from_state is 'state before, 0 for a row that does not exist yet';
comment on column transition.to_state is 'state after, 0 for a row that is deleted';
comment on column transition.verb is 'what is done';

create table draft (
    community_id bigint not null,
    draft uuid not null,
    version bigint not null check (version > 0),
    state smallint not null check (state between 1 and 4),
    content bytea not null check (length(content) between 2 and 1048576),
    prepared_by uuid not null,
    reviewed_by uuid,
    approved_by uuid,
    reason text,
    created_at timestamptz not null,
    submitted_at timestamptz,
    reviewed_at timestamptz,
    posted_at timestamptz,
    entry_seq bigint,
    primary key (community_id, draft),
    constraint draft_hands check (reviewed_by <> prepared_by and approved_by <> prepared_by and approved_by <> reviewed_by),
    constraint draft_complete check ((state in (3, 4)) = (reviewed_by is not null) and (state = 4) = (approved_by is not null)
                                     and (state = 4) = (entry_seq is not null))
);
create index draft_state on draft (community_id, state, created_at);
comment on table draft is 'entries not posted yet: private work, the only business table that is updated; nothing leads here';
comment on column draft.community_id is '12-digit community code';
comment on column draft.draft is 'id; the entry is posted under the key draft-<id>';
comment on column draft.version is 'from 1, one more at every change: who changes names the version that was seen';
comment on column draft.state is '1 draft, 2 submitted, 3 reviewed, 4 posted';
comment on column draft.content is 'JSON of the entry as entry post reads it, without the key';
comment on column draft.prepared_by is 'who wrote the content';
comment on column draft.reviewed_by is 'who compared it with its documents; another person';
comment on column draft.approved_by is 'who approved and so posted it; a third person';
comment on column draft.reason is 'why it was returned last';
comment on column draft.created_at is 'when it was begun';
comment on column draft.submitted_at is 'when it was last submitted';
comment on column draft.reviewed_at is 'when it was reviewed';
comment on column draft.posted_at is 'when it became an entry';
comment on column draft.entry_seq is 'record of the entry it became';
comment on constraint draft_hands on draft is 'preparer, reviewer and approver are three people';
comment on index draft_state is 'what waits for whom';

create index entry_ref_corrected on entry_ref (community_id, ref_seq) where role in (2, 3);
comment on index entry_ref_corrected is 'corrections and differences of an entry';
