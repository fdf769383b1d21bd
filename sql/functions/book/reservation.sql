-- Projections of reservations and limits.

create or replace function reservation_make(p_community bigint, p_seq bigint, p_fund smallint, p_account integer, p_amount bigint, p_expires date,
                                            p_payee bytea, p_refs bigint[])
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into reservation (community_id, opened_seq, fund, account_no, amount_fen, expires, payee, rests_on, captured_fen, state, seq)
    values (p_community, p_seq, p_fund, p_account, p_amount, p_expires, p_payee, p_refs[1], 0, 1, p_seq);
end
$$;
comment on function reservation_make(bigint, bigint, smallint, integer, bigint, date, bytea, bigint[]) is 'row of reservation_made';

create or replace function reservation_close(p_community bigint, p_seq bigint, p_reservation bigint, p_reason smallint, p_remaining bigint)
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update reservation set state = p_reason + 1, seq = p_seq
     where community_id = p_community and opened_seq = p_reservation and state = 1 and amount_fen - captured_fen = p_remaining;
    if not found then
        raise exception 'reservation is closed' using errcode = 'MZ159', detail = 'reservation=#' || p_reservation;
    end if;
end
$$;
comment on function reservation_close(bigint, bigint, bigint, smallint, bigint) is 'closes a reservation, as reservation_closed says';

-- The program judged each capture under the head lock (audit/reservation.c); here the sums once more, over the rows that are there now.
create or replace function reservation_capture(p_community bigint[], p_seq bigint[], p_role smallint[], p_ref_seq bigint[], p_amount bigint[])
returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare
    v_wanted bigint;
    v_done bigint;
    v_beyond bigint;
begin
    select r.opened_seq into v_beyond from reservation r
      join (select k.community_id, k.ref_seq, sum(k.amount) as amount
              from unnest(p_community, p_role, p_ref_seq, p_amount) as k (community_id, role, ref_seq, amount)
             where k.role = 7 group by k.community_id, k.ref_seq) k on k.community_id = r.community_id and k.ref_seq = r.opened_seq
     where r.captured_fen + k.amount > r.amount_fen limit 1;
    if found then
        raise exception 'a reservation is captured beyond its amount' using errcode = 'MZ347', detail = 'reservation=#' || v_beyond;
    end if;
    select count(distinct (k.community_id, k.ref_seq)) into v_wanted
      from unnest(p_community, p_role, p_ref_seq) as k (community_id, role, ref_seq) where k.role = 7;
    update reservation r set captured_fen = r.captured_fen + k.amount, seq = k.seq
      from (select k.community_id, k.ref_seq, sum(k.amount) as amount, max(k.seq) as seq
              from unnest(p_community, p_seq, p_role, p_ref_seq, p_amount) as k (community_id, seq, role, ref_seq, amount)
             where k.role = 7 group by k.community_id, k.ref_seq) k
     where r.community_id = k.community_id and r.opened_seq = k.ref_seq and r.state = 1;
    get diagnostics v_done = row_count;
    if v_done <> v_wanted then
        raise exception 'a closed reservation is captured' using errcode = 'MZ159', detail = 'reservation=#' || (
            select min(k.ref_seq) from unnest(p_role, p_ref_seq) as k (role, ref_seq) where k.role = 7);
    end if;
end
$$;
comment on function reservation_capture(bigint[], bigint[], smallint[], bigint[], bigint[]) is 'adds what entries capture to their reservations';

create or replace function limit_policy_set(p_community bigint, p_seq bigint, p_account integer, p_kind smallint, p_amount bigint)
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into limit_policy (community_id, account_no, kind, amount_fen, opened_seq, seq)
    values (p_community, p_account, p_kind, p_amount, p_seq, p_seq)
        on conflict (community_id, account_no) do update set kind = p_kind, amount_fen = p_amount, seq = p_seq;
end
$$;
comment on function limit_policy_set(bigint, bigint, integer, smallint, bigint) is 'row of limit_set: the newest limit counts';

-- Asked under the head lock of every commit that pays by hand: the plan is pinned, for one cached on empty tables would read all balances.
create or replace function holding_list(p_community bigint[], p_account integer[])
returns table (ordinal bigint, fund smallint, code text, limit_kind smallint, floor bigint, posted bigint, reserved bigint)
language plpgsql stable security definer set search_path = public, pg_temp
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set jit = off as $$
begin
    return query
    select k.ordinal, a.fund, a.code, coalesce(l.kind, 0)::smallint, coalesce(l.amount_fen, 0)::bigint, s.posted, s.reserved
      from unnest(p_community, p_account) with ordinality as k (community_id, account_no, ordinal)
      join account a on a.community_id = k.community_id and a.account_no = k.account_no
      left join limit_policy l on l.community_id = a.community_id and l.account_no = a.account_no
     cross join lateral (
            select coalesce((select sum(b.debit_fen::numeric - b.credit_fen) from balance b
                              where b.community_id = a.community_id and b.fund = a.fund and b.account_no = a.account_no
                                and (l.kind is not null or left(a.code, 4) in ('1001', '1002', '1012', '1101', '1201'))), 0)::bigint as posted,
                   coalesce((select sum(r.amount_fen::numeric - r.captured_fen) from reservation r
                              where r.community_id = a.community_id and r.account_no = a.account_no and r.state = 1), 0)::bigint as reserved) s
     order by k.ordinal;
end
$$;
comment on function holding_list(bigint[], integer[]) is 'what lies on accounts at any booking date, what is held there, and their limits';
