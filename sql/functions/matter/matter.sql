-- Projections of matters.

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
