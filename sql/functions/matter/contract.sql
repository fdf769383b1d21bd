-- Projections of contracts and their schedules.

create or replace function contract_append(p_community bigint, p_seq bigint, p_contract uuid, p_party uuid, p_stream integer, p_from date, p_to date,
                                           p_due date[], p_amount bigint[], p_document_seq bigint)
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if not exists (select from party where community_id = p_community and party = p_party) then
        raise exception 'no such party' using errcode = 'MZ330', detail = 'party=' || p_party;
    end if;
    insert into contract (community_id, contract, party, stream, from_date, to_date, document_seq, opened_seq, seq)
    values (p_community, p_contract, p_party, p_stream, p_from, p_to, p_document_seq, p_seq, p_seq);
    insert into contract_due (community_id, contract, due_date, amount_fen, seq)
    select p_community, p_contract, d.due, d.amount, p_seq from unnest(p_due, p_amount) as d (due, amount);
end
$$;
comment on function contract_append(bigint, bigint, uuid, uuid, integer, date, date, date[], bigint[], bigint) is 'rows of contract_recorded';

create or replace function contract_end(p_community bigint, p_seq bigint, p_contract_seq bigint, p_on date, p_reason integer)
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update contract set ended_on = p_on, end_reason = p_reason, seq = p_seq
     where community_id = p_community and opened_seq = p_contract_seq and ended_on is null;
    if not found then
        raise exception 'no open contract' using errcode = 'MZ337', detail = format('contract=#%s;value=%s', p_contract_seq, p_on);
    end if;
end
$$;
comment on function contract_end(bigint, bigint, bigint, date, integer) is 'ends a contract, as contract_ended says';

create or replace trigger contract_due_append_only before update or delete or truncate on contract_due for each statement execute function refuse_change();
alter table contract_due enable always trigger contract_due_append_only;
