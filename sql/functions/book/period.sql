-- Projection of seals, and the watermark in the head.

create or replace function period_seal(p_community bigint, p_seq bigint, p_from date, p_to date, p_lo bigint, p_size bigint, p_root bytea,
    p_balances bigint, p_balance_root bytea, p_units bigint, p_unit_root bytea, p_accounts bigint, p_account_root bytea, p_entries bigint,
    p_debit bigint, p_credit bigint)
returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare
    v_previous record;
begin
    select seal_seq, to_date into v_previous from period where community_id = p_community order by to_date desc limit 1;
    if v_previous.to_date is not null and p_from <> v_previous.to_date + 1 or p_size <> p_seq then
        raise exception 'a period follows the last one' using errcode = 'MZ350', detail = 'reason=period does not follow the last sealed one';
    end if;
    insert into period (community_id, to_date, from_date, lo, seal_seq, root, previous_seq, balances, balance_root, units, unit_root, accounts,
                        account_root, entries, debit_fen, credit_fen)
    values (p_community, p_to, p_from, p_lo, p_seq, p_root, v_previous.seal_seq, p_balances, p_balance_root, p_units, p_unit_root, p_accounts,
            p_account_root, p_entries, p_debit, p_credit);
    update head set sealed_to = p_to where community_id = p_community;
end
$$;
comment on function period_seal(bigint, bigint, date, date, bigint, bigint, bytea, bigint, bytea, bigint, bytea, bigint, bytea, bigint, bigint, bigint)
    is 'row of period_sealed and the watermark';

create or replace trigger period_append_only before update or delete or truncate on period for each statement execute function refuse_change();
alter table period enable always trigger period_append_only;
