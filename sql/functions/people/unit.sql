-- Projections of the unit register, the keys of unit lines, and the unit lines themselves.

create or replace function unit_register(p_community bigint, p_seq bigint, p_unit uuid, p_building uuid, p_area_cm2 bigint, p_use integer, p_address bytea)
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into unit (community_id, unit, building, area_cm2, use, address, opened_seq, seq)
    values (p_community, p_unit, p_building, p_area_cm2, p_use, p_address, p_seq, p_seq);
end
$$;
comment on function unit_register(bigint, bigint, uuid, uuid, bigint, integer, bytea) is 'row of unit_registered';

create or replace function unit_change(p_community bigint, p_seq bigint, p_unit uuid, p_building uuid, p_area_cm2 bigint, p_use integer, p_address bytea,
                                       p_reason integer)
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update unit set building = p_building, area_cm2 = p_area_cm2, use = p_use, address = p_address, seq = p_seq
     where community_id = p_community and unit = p_unit;
    if not found or p_reason is null then
        raise exception 'no such unit' using errcode = 'MZ350', detail = 'reason=no such unit';
    end if;
end
$$;
comment on function unit_change(bigint, bigint, uuid, uuid, bigint, integer, bytea, integer) is 'new facts of a unit, as unit_changed says';

create or replace function unit_owner_append(p_community bigint, p_seq bigint, p_unit uuid, p_subjects uuid[], p_from date, p_details bytea)
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into unit_owner (community_id, unit, from_date, subject, details, seq)
    select p_community, p_unit, p_from, s, p_details, p_seq from unnest(p_subjects) s;
end
$$;
comment on function unit_owner_append(bigint, bigint, uuid, uuid[], date, bytea) is 'rows of ownership_changed';

create or replace function unit_key_append(p_community bigint[], p_unit uuid[], p_from_seq bigint[], p_key bytea[])
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into unit_key (community_id, unit, from_seq, key, key_sha256)
    select k.community_id, k.unit, k.from_seq, k.key, sha256(k.key)
      from unnest(p_community, p_unit, p_from_seq, p_key) as k (community_id, unit, from_seq, key);
end
$$;
comment on function unit_key_append(bigint[], uuid[], bigint[], bytea[]) is 'keys of units registered or sold in a batch';

create or replace function unit_line_append(p_community bigint[], p_seq bigint[], p_line smallint[], p_unit uuid[], p_fund smallint[], p_side smallint[],
                                            p_amount bigint[], p_booking date[], p_key_seq bigint[])
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into unit_line (community_id, seq, line, unit, fund, side, amount_fen, booking_date, key_seq)
    select unnest(p_community), unnest(p_seq), unnest(p_line), unnest(p_unit), unnest(p_fund), unnest(p_side), unnest(p_amount), unnest(p_booking),
           unnest(p_key_seq);
end
$$;
comment on function unit_line_append(bigint[], bigint[], smallint[], uuid[], smallint[], smallint[], bigint[], date[], bigint[]) is 'shares of units in postings';

-- The sub-accounts of a line add up to it, whoever inserts them.
create or replace function unit_line_guard() returns trigger
language plpgsql security definer set search_path = public, pg_temp
set enable_seqscan = off set enable_mergejoin = off set enable_hashjoin = off set jit = off as $$
declare
    v record;
begin
    select a.community_id, a.seq, a.line into v
      from (select community_id, seq, line, count(*) as n, sum(amount_fen) as total, min(side) as low, max(side) as high,
                   min(fund) as fund, min(booking_date) as booked
              from added group by community_id, seq, line) a
      left join posting p on p.community_id = a.community_id and p.seq = a.seq and p.line = a.line
     where p.unit_count is distinct from a.n or p.amount_fen::numeric <> a.total or p.side <> a.low or p.side <> a.high
        or p.fund <> a.fund or p.booking_date <> a.booked
     order by a.community_id, a.seq, a.line limit 1;
    if found then
        raise exception 'unit lines do not add up to their line' using errcode = 'MZ102',
            detail = format('reason=unit lines of community %s record %s line %s', v.community_id, v.seq, v.line);
    end if;
    return null;
end
$$;
comment on function unit_line_guard() is 'trigger: count, side and sum of unit lines are those of their line';

create or replace trigger unit_line_sums after insert on unit_line referencing new table as added for each statement execute function unit_line_guard();
alter table unit_line enable always trigger unit_line_sums;
create or replace trigger unit_line_append_only before update or delete or truncate on unit_line for each statement execute function refuse_change();
alter table unit_line enable always trigger unit_line_append_only;
