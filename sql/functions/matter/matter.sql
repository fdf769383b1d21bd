-- Projections of matters, and the guard of their moves.

create or replace function matter_open(p_community bigint, p_noun integer, p_id uuid, p_from date, p_due date, p_amount bigint, p_details bytea,
                                       p_seq bigint)
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into matter (community_id, noun, id, state, from_date, due_date, amount_fen, details, opened_seq, seq)
    values (p_community, p_noun, p_id, 1, p_from, p_due, p_amount, p_details, p_seq, p_seq)
        on conflict (community_id, noun, id) do nothing;
    if not found then
        raise exception 'matter is open' using errcode = 'MZ143', detail = 'matter=' || p_id || ';state=0';
    end if;
end
$$;
comment on function matter_open(bigint, integer, uuid, date, date, bigint, bytea, bigint) is 'row of matter_opened';

create or replace function matter_move(p_community bigint, p_noun integer, p_id uuid, p_old integer, p_new integer, p_amount bigint, p_seq bigint)
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update matter set state = p_new, amount_fen = coalesce(p_amount, amount_fen), seq = p_seq
     where community_id = p_community and noun = p_noun and id = p_id and state = p_old;
    if not found then
        raise exception 'matter has moved' using errcode = 'MZ143', detail = 'matter=' || p_id || ';state=' || p_old;
    end if;
end
$$;
comment on function matter_move(bigint, integer, uuid, integer, integer, bigint, bigint) is 'moves a matter, as matter_moved says, unless it has left the old state';

-- Whoever writes: a matter of a noun with a table of moves is opened in its first state and moves along a row of the table.
create or replace function matter_guard() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    v_from integer := case when tg_op = 'INSERT' then 0 else old.state end;
begin
    if exists (select from transition t where t.code = new.noun)
       and not exists (select from transition t where t.code = new.noun and t.from_state = v_from and t.to_state = new.state) then
        raise exception 'no such move of a matter' using errcode = 'MZ670', detail = format('matter=%s;state=%s;to=%s', new.id, v_from, new.state);
    end if;
    if tg_op = 'UPDATE' and (new.community_id, new.noun, new.id, new.opened_seq) <> (old.community_id, old.noun, old.id, old.opened_seq) then
        raise exception 'this part of a matter does not change' using errcode = 'MZ670', detail = format('matter=%s;state=%s;to=%s', old.id, v_from, new.state);
    end if;
    return new;
end
$$;
comment on function matter_guard() is 'trigger: the second lock on the moves of matters';

create or replace trigger matter_moves before insert or update on matter for each row execute function matter_guard();
alter table matter enable always trigger matter_moves;
