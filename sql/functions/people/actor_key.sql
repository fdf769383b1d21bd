-- Projections of the own keys of people.

create or replace function actor_key_append(p_community bigint, p_seq bigint, p_subject uuid, p_algorithm integer, p_public_key bytea, p_from bigint,
                                            p_proof_algorithm integer, p_proof_key bytea, p_proof bytea)
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if exists (select from actor_key where community_id = p_community and subject = p_subject and revoked_seq is null)
       or exists (select from actor_key where community_id = p_community and key = p_proof_key) then
        raise exception 'the person has a key, or the key is taken' using errcode = 'MZ851', detail = 'key=' || encode(p_proof_key, 'hex');
    end if;
    insert into actor_key (community_id, seq, subject, algorithm, public_key, key, from_at, proof)
    values (p_community, p_seq, p_subject, p_algorithm, p_public_key, p_proof_key, p_from, p_proof);
end
$$;
comment on function actor_key_append(bigint, bigint, uuid, integer, bytea, bigint, integer, bytea, bytea) is
    'row of key_registered, if the person has no other key in force and the key is new';

create or replace function actor_key_revoke(p_community bigint, p_seq bigint, p_key bytea, p_from bigint, p_reason integer)
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update actor_key set revoked_seq = p_seq, revoked_from = p_from, reason = p_reason
     where community_id = p_community and key = p_key and revoked_seq is null;
    if not found then
        raise exception 'there is no such key in force' using errcode = 'MZ852', detail = 'key=' || encode(p_key, 'hex');
    end if;
end
$$;
comment on function actor_key_revoke(bigint, bigint, bytea, bigint, integer) is 'ends a key, as key_revoked says, once';

create or replace function actor_key_guard() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if old.revoked_seq is not null or (to_jsonb(new) - 'revoked_seq' - 'revoked_from' - 'reason')
       is distinct from (to_jsonb(old) - 'revoked_seq' - 'revoked_from' - 'reason') then
        raise exception 'a key does not change' using errcode = 'MZ852', detail = 'key=' || encode(old.key, 'hex');
    end if;
    return new;
end
$$;
comment on function actor_key_guard() is 'trigger: a key is revoked once and changes in nothing else';

create or replace trigger actor_key_fixed before update on actor_key for each row execute function actor_key_guard();
alter table actor_key enable always trigger actor_key_fixed;
create or replace trigger actor_key_kept before delete or truncate on actor_key for each statement execute function refuse_change();
alter table actor_key enable always trigger actor_key_kept;
