-- Projections of community_opened and subject_registered.

create or replace function community_append(p_community bigint, p_name text, p_county integer, p_ordinal integer, p_rule_set bytea, p_seq bigint)
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into community (community_id, name, county, ordinal, rule_set, opened_seq)
    values (p_community, p_name, p_county, p_ordinal, p_rule_set, p_seq);
end
$$;
comment on function community_append(bigint, text, integer, integer, bytea, bigint) is 'row of community_opened';

create or replace function subject_append(p_community bigint, p_subject uuid, p_class smallint, p_details bytea, p_seq bigint)
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into subject (community_id, subject, class, details, seq) values (p_community, p_subject, p_class, p_details, p_seq);
end
$$;
comment on function subject_append(bigint, uuid, smallint, bytea, bigint) is 'row of subject_registered';
