-- Projections of orders, the guard of their moves, and what they freeze.

create or replace function order_issue(p_community bigint, p_seq bigint, p_order uuid, p_subject bigint, p_clause text, p_deadline date, p_document bigint)
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into order_case (community_id, opened_seq, order_case, subject_seq, clause, deadline, document_seq, state, seq)
    values (p_community, p_seq, p_order, p_subject, p_clause, p_deadline, p_document, 1, p_seq);
end
$$;
comment on function order_issue(bigint, bigint, uuid, bigint, text, date, bigint) is 'row of order_issued';

create or replace function order_follow(p_community bigint, p_seq bigint, p_order bigint, p_state smallint, p_document bigint)
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update order_case set state = p_state, outcome_seq = p_document, seq = p_seq where community_id = p_community and opened_seq = p_order;
    if not found then
        raise exception 'no such order' using errcode = 'MZ671', detail = 'order=#' || p_order;
    end if;
end
$$;
comment on function order_follow(bigint, bigint, bigint, smallint, bigint) is 'moves an order, as order_followed_up says';

-- One answer for a set of records: those that an order in force names, and reservations that rest on one of those.
create or replace function order_frozen_list(p_community bigint[], p_seq bigint[])
returns table (ordinal bigint, order_seq bigint) language plpgsql stable security definer set search_path = public, pg_temp
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set jit = off as $$
begin
    return query
    select k.ordinal, max(o.opened_seq)
      from unnest(p_community, p_seq) with ordinality as k (community_id, seq, ordinal)
      left join reservation r on r.community_id = k.community_id and r.opened_seq = k.seq
      join order_case o on o.community_id = k.community_id and o.subject_seq in (k.seq, r.rests_on) and o.state in (1, 3, 4)
     group by k.ordinal order by k.ordinal;
end
$$;
comment on function order_frozen_list(bigint[], bigint[]) is 'which of these records cannot be paid on, and by which order';

-- Whoever writes: only moves of the table, and nothing else of an order changes; it is never deleted.
create or replace function order_guard() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    v_from integer := case when tg_op = 'INSERT' then 0 else old.state end;
begin
    if not exists (select from transition t where t.noun = 'order' and t.from_state = v_from and t.to_state = new.state) then
        raise exception 'no such move of an order' using errcode = 'MZ672', detail = format('order=#%s;state=%s;to=%s', new.opened_seq, v_from, new.state);
    end if;
    if tg_op = 'UPDATE' and (new.community_id, new.opened_seq, new.order_case, new.subject_seq, new.clause, new.deadline, new.document_seq)
       is distinct from (old.community_id, old.opened_seq, old.order_case, old.subject_seq, old.clause, old.deadline, old.document_seq) then
        raise exception 'this part of an order does not change' using errcode = 'MZ672', detail = format('order=#%s;state=%s;to=%s', old.opened_seq, v_from, new.state);
    end if;
    return new;
end
$$;
comment on function order_guard() is 'trigger: the second lock on the moves of orders';

create or replace trigger order_moves before insert or update on order_case for each row execute function order_guard();
alter table order_case enable always trigger order_moves;
create or replace trigger order_kept before delete or truncate on order_case for each statement execute function refuse_change();
alter table order_case enable always trigger order_kept;
