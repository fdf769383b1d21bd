-- Projections of fund_opened, account_opened, account_renamed, account_closed and bank_account_opened.

create or replace function fund_append(p_community bigint, p_fund smallint, p_custodian text, p_regime integer, p_seq bigint)
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into fund (community_id, fund, custodian, regime, opened_seq) values (p_community, p_fund, p_custodian, p_regime, p_seq);
end
$$;
comment on function fund_append(bigint, smallint, text, integer, bigint) is 'row of fund_opened';

create or replace function account_append(p_community bigint[], p_account_no integer[], p_fund smallint[], p_code text[], p_name text[],
    p_class smallint[], p_normal_side smallint[], p_parent integer[], p_unit_ledger smallint[], p_counter_fund smallint[], p_seq bigint[])
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into account (community_id, account_no, fund, code, name, class, normal_side, parent, unit_ledger, counter_fund, opened_seq, opened_name, seq)
    select * from unnest(p_community, p_account_no, p_fund, p_code, p_name, p_class, p_normal_side, p_parent, p_unit_ledger,
                         p_counter_fund, p_seq, p_name, p_seq);
end
$$;
comment on function account_append(bigint[], integer[], smallint[], text[], text[], smallint[], smallint[], integer[], smallint[], smallint[], bigint[]) is 'rows of account_opened';

create or replace function account_rename(p_community bigint, p_seq bigint, p_account_no integer, p_name text)
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update account set name = p_name, seq = p_seq where community_id = p_community and account_no = p_account_no and closed_seq is null;
    if not found then
        raise exception 'no open account' using errcode = 'MZ151', detail = 'account=' || p_account_no;
    end if;
    insert into account_name (community_id, account_no, from_seq, name) values (p_community, p_account_no, p_seq, p_name);
end
$$;
comment on function account_rename(bigint, bigint, integer, text) is 'a new name, as account_renamed says; former names stay in account_name';

create or replace function account_close(p_community bigint, p_seq bigint, p_account_no integer)
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update account set closed_seq = p_seq, seq = p_seq where community_id = p_community and account_no = p_account_no and closed_seq is null;
    if not found then
        raise exception 'no open account' using errcode = 'MZ151', detail = 'account=' || p_account_no;
    end if;
end
$$;
comment on function account_close(bigint, bigint, integer) is 'takes no more lines, as account_closed says';

create or replace trigger account_name_append_only before update or delete or truncate on account_name for each statement execute function refuse_change();
alter table account_name enable always trigger account_name_append_only;

create or replace function bank_account_append(p_community bigint, p_seq bigint, p_fund smallint, p_bank text, p_purpose smallint, p_number bytea)
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into bank_account (community_id, opened_seq, fund, bank, purpose, number)
    values (p_community, p_seq, p_fund, p_bank, p_purpose, p_number);
end
$$;
comment on function bank_account_append(bigint, bigint, smallint, text, smallint, bytea) is 'row of bank_account_opened';
