-- Projections of documents and imports, and the raw rows behind them.

create or replace function document_append(p_community bigint, p_document uuid, p_type integer, p_length bigint, p_title bytea, p_content bytea,
                                           p_sm3_content bytea, p_keep_until date, p_seq bigint)
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into document (community_id, document, type, length, title, content, sm3_content, keep_until, seq)
    values (p_community, p_document, p_type, p_length, p_title, p_content, p_sm3_content, p_keep_until, p_seq);
end
$$;
comment on function document_append(bigint, uuid, integer, bigint, bytea, bytea, bytea, date, bigint) is 'row of document_archived';

create or replace function document_blob_append(p_community bigint, p_document uuid, p_sha256 bytea, p_content bytea)
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into document_blob (community_id, document, sha256, content) values (p_community, p_document, p_sha256, p_content);
end
$$;
comment on function document_blob_append(bigint, uuid, bytea, bytea) is 'an archived file';

create or replace function import_receive(p_community bigint, p_import uuid, p_source integer, p_document_seq bigint, p_rows bigint, p_row_root bytea, p_seq bigint)
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into import_batch (community_id, import, source, document_seq, rows, row_root, received_seq)
    values (p_community, p_import, p_source, p_document_seq, p_rows, p_row_root, p_seq);
end
$$;
comment on function import_receive(bigint, uuid, integer, bigint, bigint, bytea, bigint) is 'row of import_received';

create or replace function import_post(p_community bigint, p_received_seq bigint, p_posted bigint, p_refused bigint, p_duplicate bigint, p_seq bigint)
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update import_batch set posted_seq = p_seq, posted = p_posted, refused = p_refused, duplicate = p_duplicate
     where community_id = p_community and received_seq = p_received_seq and posted_seq is null;
    if not found then
        raise exception 'no open import' using errcode = 'MZ350', detail = 'reason=no open import';
    end if;
end
$$;
comment on function import_post(bigint, bigint, bigint, bigint, bigint, bigint) is 'closes an import, as import_posted says';

create or replace function bank_line_append(p_community bigint, p_bank_line uuid[], p_bank_account_seq bigint, p_received_seq bigint, p_row_no integer[],
    p_booked_on date[], p_seconds integer[], p_amount bigint[], p_balance bigint[], p_serial text[], p_occurrence integer[], p_entry_seq bigint[])
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into bank_line (community_id, bank_line, bank_account_seq, received_seq, row_no, booked_on, seconds, amount_fen, balance_fen, serial,
                           occurrence, entry_seq)
    select p_community, r.bank_line, p_bank_account_seq, p_received_seq, r.row_no, r.booked_on, r.seconds, r.amount, r.balance, r.serial,
           r.occurrence, r.entry_seq
      from unnest(p_bank_line, p_row_no, p_booked_on, p_seconds, p_amount, p_balance, p_serial, p_occurrence, p_entry_seq)
        as r (bank_line, row_no, booked_on, seconds, amount, balance, serial, occurrence, entry_seq);
end
$$;
comment on function bank_line_append(bigint, uuid[], bigint, bigint, integer[], date[], integer[], bigint[], bigint[], text[], integer[], bigint[]) is 'new bank lines of an import';

create or replace function import_row_append(p_community bigint, p_received_seq bigint, p_ordinal integer[], p_row_no integer[], p_raw bytea[],
    p_salt bytea[], p_bank_line uuid[], p_state smallint[])
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into import_row (community_id, received_seq, ordinal, row_no, raw, salt, bank_line, state)
    select p_community, p_received_seq, r.ordinal, r.row_no, r.raw, r.salt, r.bank_line, r.state
      from unnest(p_ordinal, p_row_no, p_raw, p_salt, p_bank_line, p_state) as r (ordinal, row_no, raw, salt, bank_line, state);
end
$$;
comment on function import_row_append(bigint, bigint, integer[], integer[], bytea[], bytea[], uuid[], smallint[]) is 'raw rows of an import';

create or replace trigger document_blob_append_only before update or delete or truncate on document_blob for each statement execute function refuse_change();
alter table document_blob enable always trigger document_blob_append_only;
create or replace trigger bank_line_append_only before update or delete or truncate on bank_line for each statement execute function refuse_change();
alter table bank_line enable always trigger bank_line_append_only;
create or replace trigger import_row_append_only before update or delete or truncate on import_row for each statement execute function refuse_change();
alter table import_row enable always trigger import_row_append_only;
