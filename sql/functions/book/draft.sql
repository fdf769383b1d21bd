-- Drafts: the only functions that touch them, and the guard of their moves.

create or replace function draft_create(p_community bigint, p_draft uuid, p_content bytea, p_prepared_by uuid, p_at timestamptz)
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into draft (community_id, draft, version, state, content, prepared_by, created_at)
    values (p_community, p_draft, 1, 1, p_content, p_prepared_by, p_at)
    on conflict (community_id, draft) do nothing;
end
$$;
comment on function draft_create(bigint, uuid, bytea, uuid, timestamptz) is 'a new draft; its id is random, so the same id again is the same request';

create or replace function draft_lock(p_community bigint, p_draft uuid)
returns setof draft language plpgsql security definer set search_path = public, pg_temp as $$
begin
    return query select * from draft d where d.community_id = p_community and d.draft = p_draft for update;
end
$$;
comment on function draft_lock(bigint, uuid) is 'locks a draft and reads it; whoever comes second waits and sees what the first one did';

create or replace function draft_edit(p_community bigint, p_draft uuid, p_version bigint, p_content bytea, p_prepared_by uuid)
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update draft set version = version + 1, content = p_content, prepared_by = p_prepared_by
     where community_id = p_community and draft = p_draft and version = p_version;
    if not found then
        raise exception 'the draft moved' using errcode = 'MZ122', detail = format('draft=%s', p_draft);
    end if;
end
$$;
comment on function draft_edit(bigint, uuid, bigint, bytea, uuid) is 'new content under a matching version';

create or replace function draft_move(p_community bigint, p_draft uuid, p_version bigint, p_to smallint, p_reviewed_by uuid, p_reason text, p_at timestamptz)
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update draft set version = version + 1, state = p_to, reviewed_by = p_reviewed_by, reason = p_reason,
                     submitted_at = case p_to when 1 then null when 2 then p_at else submitted_at end,
                     reviewed_at = case p_to when 3 then p_at end
     where community_id = p_community and draft = p_draft and version = p_version;
    if not found then
        raise exception 'the draft moved' using errcode = 'MZ122', detail = format('draft=%s', p_draft);
    end if;
end
$$;
comment on function draft_move(bigint, uuid, bigint, smallint, uuid, text, timestamptz) is 'submit, withdraw, review, return';

create or replace function draft_post(p_community bigint, p_draft uuid, p_version bigint, p_approved_by uuid, p_entry_seq bigint, p_at timestamptz)
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update draft set version = version + 1, state = 4, approved_by = p_approved_by, entry_seq = p_entry_seq, posted_at = p_at, reason = null
     where community_id = p_community and draft = p_draft and version = p_version;
    if not found then
        raise exception 'the draft moved' using errcode = 'MZ122', detail = format('draft=%s', p_draft);
    end if;
end
$$;
comment on function draft_post(bigint, uuid, bigint, uuid, bigint, timestamptz) is 'the draft became this entry, written in the same transaction';

create or replace function draft_discard(p_community bigint, p_draft uuid, p_version bigint)
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    delete from draft where community_id = p_community and draft = p_draft and version = p_version;
    if not found then
        raise exception 'the draft moved' using errcode = 'MZ122', detail = format('draft=%s', p_draft);
    end if;
end
$$;
comment on function draft_discard(bigint, uuid, bigint) is 'forgets a draft';

-- Whoever writes: only moves of the table, one version a change, content only while it is a draft, and who it is never changes.
create or replace function draft_guard() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    v_from smallint := case when tg_op = 'INSERT' then 0 else old.state end;
    v_to smallint := case when tg_op = 'DELETE' then 0 else new.state end;
    v_id uuid := case when tg_op = 'INSERT' then new.draft else old.draft end;
begin
    if not exists (select from transition t where t.noun = 'draft' and t.from_state = v_from and t.to_state = v_to) then
        raise exception 'no such move of a draft' using errcode = 'MZ123', detail = format('draft=%s;state=%s;verb=%s', v_id, v_from, v_to);
    end if;
    if tg_op = 'UPDATE' and (new.version <> old.version + 1 or (new.community_id, new.draft, new.created_at) <> (old.community_id, old.draft, old.created_at)
                             or ((v_from, v_to) <> (1, 1) and (new.content, new.prepared_by) <> (old.content, old.prepared_by))) then
        raise exception 'this part of a draft does not change here' using errcode = 'MZ123', detail = format('draft=%s;state=%s;verb=%s', v_id, v_from, v_to);
    end if;
    return case when tg_op = 'DELETE' then old else new end;
end
$$;
comment on function draft_guard() is 'trigger: the second lock on the moves of drafts';

create or replace trigger draft_moves before insert or update or delete on draft for each row execute function draft_guard();
alter table draft enable always trigger draft_moves;
create or replace trigger draft_truncated before truncate on draft for each statement execute function refuse_change();
alter table draft enable always trigger draft_truncated;
