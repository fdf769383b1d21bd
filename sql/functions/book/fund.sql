-- Projections of fund_opened, account_opened and bank_account_opened.

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
    insert into account (community_id, account_no, fund, code, name, class, normal_side, parent, unit_ledger, counter_fund, opened_seq)
    select * from unnest(p_community, p_account_no, p_fund, p_code, p_name, p_class, p_normal_side, p_parent, p_unit_ledger,
                         p_counter_fund, p_seq);
end
$$;
comment on function account_append(bigint[], integer[], smallint[], text[], text[], smallint[], smallint[], integer[], smallint[], smallint[], bigint[]) is 'rows of account_opened';

create or replace function bank_account_append(p_community bigint, p_seq bigint, p_fund smallint, p_bank text, p_purpose smallint, p_number bytea)
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into bank_account (community_id, opened_seq, fund, bank, purpose, number)
    values (p_community, p_seq, p_fund, p_bank, p_purpose, p_number);
end
$$;
comment on function bank_account_append(bigint, bigint, smallint, text, smallint, bytea) is 'row of bank_account_opened';
