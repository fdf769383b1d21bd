-- Projections of objections and the guard of their moves.

create or replace function objection_receive(p_community bigint, p_seq bigint, p_about bigint, p_subject uuid, p_text bytea)
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into objection (community_id, opened_seq, about_seq, subject, text, state, seq)
    values (p_community, p_seq, p_about, p_subject, p_text, 1, p_seq);
end
$$;
comment on function objection_receive(bigint, bigint, bigint, uuid, bytea) is 'row of objection_received';

create or replace function objection_answer(p_community bigint, p_seq bigint, p_objection bigint, p_state smallint, p_text bytea)
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update objection set state = p_state, answer = p_text, seq = p_seq where community_id = p_community and opened_seq = p_objection;
    if not found then
        raise exception 'no such objection' using errcode = 'MZ680', detail = 'objection=#' || p_objection;
    end if;
end
$$;
comment on function objection_answer(bigint, bigint, bigint, smallint, bytea) is 'answers an objection, as objection_answered says';

-- Whoever writes: only moves of the table, and nothing else of an objection changes.
create or replace function objection_guard() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    v_from integer := case when tg_op = 'INSERT' then 0 else old.state end;
begin
    if not exists (select from transition t where t.noun = 'objection' and t.from_state = v_from and t.to_state = new.state) then
        raise exception 'no such move of an objection' using errcode = 'MZ681', detail = format('objection=#%s;state=%s', new.opened_seq, v_from);
    end if;
    if tg_op = 'UPDATE' and (new.community_id, new.opened_seq, new.about_seq, new.subject, new.text)
       is distinct from (old.community_id, old.opened_seq, old.about_seq, old.subject, old.text) then
        raise exception 'this part of an objection does not change' using errcode = 'MZ681', detail = format('objection=#%s;state=%s', old.opened_seq, v_from);
    end if;
    return new;
end
$$;
comment on function objection_guard() is 'trigger: the second lock on the moves of objections';

create or replace trigger objection_moves before insert or update on objection for each row execute function objection_guard();
alter table objection enable always trigger objection_moves;
create or replace trigger objection_kept before delete or truncate on objection for each statement execute function refuse_change();
alter table objection enable always trigger objection_kept;
