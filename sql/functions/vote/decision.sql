-- Projection of decisions, and their ballots.

create or replace function decision_append(p_community bigint, p_seq bigint, p_decision uuid, p_matter integer, p_result integer, p_owners bigint,
    p_took_part bigint, p_in_favour bigint, p_area bigint, p_area_took_part bigint, p_area_in_favour bigint, p_from date, p_to date,
    p_announced date, p_ballots bigint, p_ballot_root bytea, p_limit bigint)
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if p_owners = 0 or p_took_part > p_owners or p_in_favour > p_took_part or p_area_took_part > p_area or p_area_in_favour > p_area_took_part then
        raise exception 'figures that cannot be' using errcode = 'MZ621', detail = 'what=decision_append';
    end if;
    insert into decision (community_id, decision, matter, result, owners, took_part, in_favour, area_cm2, area_took_part, area_in_favour, from_date,
                          to_date, announced, ballots, ballot_root, limit_fen, seq)
    values (p_community, p_decision, p_matter, p_result, p_owners, p_took_part, p_in_favour, p_area, p_area_took_part, p_area_in_favour, p_from,
            p_to, p_announced, p_ballots, p_ballot_root, p_limit, p_seq);
end
$$;
comment on function decision_append(bigint, bigint, uuid, integer, integer, bigint, bigint, bigint, bigint, bigint, bigint, date, date, date, bigint,
                                    bytea, bigint) is 'row of decision_recorded';

create or replace function ballot_append(p_community bigint, p_decision_seq bigint, p_voter uuid[], p_choice smallint[], p_units bigint[],
                                         p_area bigint[], p_salt bytea[])
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into ballot (community_id, decision_seq, voter, choice, units, area_cm2, salt)
    select p_community, p_decision_seq, b.voter, b.choice, b.units, b.area, b.salt
      from unnest(p_voter, p_choice, p_units, p_area, p_salt) as b (voter, choice, units, area, salt);
end
$$;
comment on function ballot_append(bigint, bigint, uuid[], smallint[], bigint[], bigint[], bytea[]) is 'ballots of a decision';

create or replace trigger decision_append_only before update or delete or truncate on decision for each statement execute function refuse_change();
alter table decision enable always trigger decision_append_only;
create or replace trigger ballot_append_only before update or delete or truncate on ballot for each statement execute function refuse_change();
alter table ballot enable always trigger ballot_append_only;
