-- Projections of organizations, roles and rules in force.

create or replace function organization_append(p_community bigint, p_seq bigint, p_organization uuid, p_type integer, p_name text,
                                               p_credit_code text)
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into organization (community_id, organization, type, name, credit_code, seq)
    values (p_community, p_organization, p_type, p_name, p_credit_code, p_seq);
end
$$;
comment on function organization_append(bigint, bigint, uuid, integer, text, text) is 'row of organization_registered';

create or replace trigger organization_append_only before update or delete or truncate on organization
    for each statement execute function refuse_change();
alter table organization enable always trigger organization_append_only;

create or replace function role_grant_append(p_community bigint, p_seq bigint, p_subject uuid, p_role integer, p_from date, p_until date,
                                             p_key bytea, p_ref_roles integer[], p_ref_seqs bigint[])
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into role_grant (community_id, opened_seq, subject, role, from_date, until_date, key, organization_seq, seq)
    values (p_community, p_seq, p_subject, p_role, p_from, p_until, p_key, p_ref_seqs[array_position(p_ref_roles, 13)], p_seq);
end
$$;
comment on function role_grant_append(bigint, bigint, uuid, integer, date, date, bytea, integer[], bigint[]) is 'row of role_granted';

create or replace function role_grant_end(p_community bigint, p_seq bigint, p_grant bigint, p_on date, p_reason integer)
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update role_grant set ended_on = p_on, reason = p_reason, seq = p_seq
     where community_id = p_community and opened_seq = p_grant and ended_on is null;
    if not found then
        raise exception 'the role has ended' using errcode = 'MZ705', detail = 'grant=' || p_grant;
    end if;
end
$$;
comment on function role_grant_end(bigint, bigint, bigint, date, integer) is 'ends a role, as role_ended says, once';

create or replace function rule_publish(p_community bigint, p_seq bigint, p_layer text, p_version text, p_pack bytea)
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into rule_pack (community_id, seq, layer, version, pack) values (p_community, p_seq, p_layer, p_version, p_pack);
end
$$;
comment on function rule_publish(bigint, bigint, text, text, bytea) is 'row of rules_published';

create or replace trigger rule_pack_append_only before update or delete or truncate on rule_pack
    for each statement execute function refuse_change();
alter table rule_pack enable always trigger rule_pack_append_only;

create or replace function rule_activate(p_community bigint, p_seq bigint, p_rule_set bytea, p_from date, p_layers text[], p_packs bytea[])
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into rule_activation (community_id, seq, rule_set, from_date) values (p_community, p_seq, p_rule_set, p_from);
    insert into rule_activation_pack (community_id, seq, layer, pack) select p_community, p_seq, unnest(p_layers), unnest(p_packs);
end
$$;
comment on function rule_activate(bigint, bigint, bytea, date, text[], bytea[]) is 'rows of rules_activated';

create or replace trigger rule_activation_append_only before update or delete or truncate on rule_activation
    for each statement execute function refuse_change();
alter table rule_activation enable always trigger rule_activation_append_only;
create or replace trigger rule_activation_pack_append_only before update or delete or truncate on rule_activation_pack
    for each statement execute function refuse_change();
alter table rule_activation_pack enable always trigger rule_activation_pack_append_only;
