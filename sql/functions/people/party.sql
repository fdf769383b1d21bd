-- Projection of parties.

create or replace function party_append(p_community bigint, p_seq bigint, p_party uuid, p_name bytea, p_bank_account bytea)
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into party (community_id, party, name, bank_account, seq) values (p_community, p_party, p_name, p_bank_account, p_seq);
end
$$;
comment on function party_append(bigint, bigint, uuid, bytea, bytea) is 'row of party_registered';

create or replace trigger party_append_only before update or delete or truncate on party for each statement execute function refuse_change();
alter table party enable always trigger party_append_only;
