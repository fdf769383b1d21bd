-- Writing the journal: the head lock, claims, records, tiles and the advance of the head. Sets in, sets out; called by the service role
-- inside one transaction per batch. Plans are pinned: a plan cached on an empty table must not be a sequential scan for ever.

create or replace function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'table % is append-only', tg_table_name
        using errcode = 'MZ001', detail = 'table=' || tg_table_name;
end
$$;
comment on function refuse_change() is 'trigger: update, delete and truncate are refused, even where no row matches';

create or replace function head_lock(p_community bigint[])
returns table (community_id bigint, size bigint, leaf bytea, frontier bytea, recorded_at timestamptz, sealed_to date, state smallint,
               journal_size bigint, journal_leaf bytea)
language plpgsql security definer set search_path = public, pg_temp set enable_seqscan = off set jit = off as $$
begin
    -- Two statements: the second one's snapshot is taken after the wait for the lock, so it sees what the holder before us wrote.
    perform 1 from head h where h.community_id = any (p_community) order by h.community_id for update;
    return query
        select h.community_id, h.size, h.leaf, h.frontier, h.recorded_at, h.sealed_to, h.state, coalesce(j.seq + 1, 0), j.leaf
          from head h
          left join lateral (select journal.seq, journal.leaf from journal where journal.community_id = h.community_id
                              order by journal.seq desc limit 1) j on true
         where h.community_id = any (p_community)
         order by h.community_id;
end
$$;
comment on function head_lock(bigint[]) is 'locks the heads of these communities in ascending order and reads the newest journal row beside each';

create or replace function head_open(p_community bigint, p_root bytea, p_leaf bytea, p_recorded_at timestamptz) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into head (community_id, size, root, leaf, frontier, recorded_at)
    values (p_community, 0, p_root, p_leaf, ''::bytea, p_recorded_at);
exception when unique_violation then
    raise exception 'community % is open', p_community using errcode = 'MZ251', detail = 'community=' || lpad(p_community::text, 12, '0');
end
$$;
comment on function head_open(bigint, bytea, bytea, timestamptz) is 'the empty head of a new journal';

create or replace function claim_append(p_community bigint[], p_event_id uuid[], p_mac bytea[], p_first_seq bigint[], p_count integer[])
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into request_claim (community_id, event_id, request_mac, first_seq, record_count)
    select unnest(p_community), unnest(p_event_id), unnest(p_mac), unnest(p_first_seq), unnest(p_count);
end
$$;
comment on function claim_append(bigint[], uuid[], bytea[], bigint[], integer[]) is 'claims of the requests of a batch';

create or replace function journal_append(p_community bigint[], p_seq bigint[], p_kind integer[], p_recorded_at timestamptz[],
                                          p_event_id uuid[], p_leaf bytea[], p_record bytea[])
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into journal (community_id, seq, kind, recorded_at, event_id, leaf, record)
    select unnest(p_community), unnest(p_seq), unnest(p_kind), unnest(p_recorded_at), unnest(p_event_id), unnest(p_leaf), unnest(p_record);
end
$$;
comment on function journal_append(bigint[], bigint[], integer[], timestamptz[], uuid[], bytea[], bytea[]) is 'records of a batch';

create or replace function opening_append(p_community bigint[], p_commitment bytea[], p_class smallint[], p_salt bytea[], p_value bytea[])
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    -- The head lock is held: whoever archived the same voucher before us is visible here. The unique index is the second lock.
    if 10 = any (p_class) and exists (
        select from unnest(p_community, p_class, p_value) as n (community_id, class, value)
          join opening o on o.community_id = n.community_id and o.value = n.value
         where n.class = 10 and substring(n.value from 3 for 1) = '\x01' and o.class = 10 and substring(o.value from 3 for 1) = '\x01') then
        raise exception 'the voucher is archived already' using errcode = 'MZ132';
    end if;
    insert into opening (community_id, commitment, class, salt, value)
    select unnest(p_community), unnest(p_commitment), unnest(p_class), unnest(p_salt), unnest(p_value);
end
$$;
comment on function opening_append(bigint[], bytea[], smallint[], bytea[], bytea[]) is 'openings of the commitments of a batch';

create or replace function tile_append(p_community bigint, p_level smallint, p_tile_no bigint, p_hashes bytea, p_root bytea)
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into tile (community_id, level, tile_no, hashes, root) values (p_community, p_level, p_tile_no, p_hashes, p_root);
end
$$;
comment on function tile_append(bigint, smallint, bigint, bytea, bytea) is 'one complete tile';

create or replace function head_advance(p_community bigint[], p_old_size bigint[], p_new_size bigint[], p_root bytea[], p_leaf bytea[],
                                        p_frontier bytea[], p_recorded_at timestamptz)
returns void language plpgsql security definer set search_path = public, pg_temp
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set jit = off as $$
declare
    v_moved bigint;
begin
    with wanted as materialized (
        select * from unnest(p_community, p_old_size, p_new_size, p_root, p_leaf, p_frontier)
               as w (community_id, old_size, new_size, root, leaf, frontier)
    ), moved as (
        update head h set size = w.new_size, root = w.root, leaf = w.leaf, frontier = w.frontier, recorded_at = p_recorded_at
          from wanted w
         where h.community_id = w.community_id and h.size = w.old_size and h.state = 1
           and w.leaf = (select j.leaf from journal j where j.community_id = w.community_id and j.seq = w.new_size - 1)
        returning 1
    )
    select count(*) into v_moved from moved;
    if v_moved <> coalesce(array_length(p_community, 1), 0) then
        raise exception 'a head moved, or rows are missing' using errcode = 'MZ352', detail = 'community=' || p_community[1];
    end if;
end
$$;
comment on function head_advance(bigint[], bigint[], bigint[], bytea[], bytea[], bytea[], timestamptz) is 'moves locked heads; refuses if one moved or its rows are missing';

create or replace function head_hold(p_community bigint) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update head set state = 2 where community_id = p_community and state = 1;
end
$$;
comment on function head_hold(bigint) is 'stops all writing to a journal whose head and records disagree';

create or replace function secret_set(p_secret bytea) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into server_secret (id, secret) values (1, p_secret) on conflict do nothing;
end
$$;
comment on function secret_set(bytea) is 'sets the server secret once';

create or replace trigger journal_append_only before update or delete or truncate on journal for each statement execute function refuse_change();
alter table journal enable always trigger journal_append_only;
create or replace trigger tile_append_only before update or delete or truncate on tile for each statement execute function refuse_change();
alter table tile enable always trigger tile_append_only;
create or replace trigger request_claim_append_only before update or delete or truncate on request_claim for each statement execute function refuse_change();
alter table request_claim enable always trigger request_claim_append_only;
