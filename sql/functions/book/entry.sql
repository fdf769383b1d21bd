-- Projections of entries, and the guard that every posting passes whoever inserts it.

create or replace function entry_append(p_community bigint[], p_seq bigint[], p_event_id uuid[], p_type smallint[], p_booking date[],
    p_value date[], p_original date[], p_recorded_at timestamptz[], p_source smallint[], p_lines smallint[], p_summary bytea[],
    p_payee bytea[], p_rule_set bytea[], p_outcome smallint[])
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into entry (community_id, seq, event_id, entry_type, booking_date, value_date, original_date, recorded_at, source, line_count,
                       summary, payee, rule_set, outcome)
    select unnest(p_community), unnest(p_seq), unnest(p_event_id), unnest(p_type), unnest(p_booking), unnest(p_value), unnest(p_original),
           unnest(p_recorded_at), unnest(p_source), unnest(p_lines), unnest(p_summary), unnest(p_payee), unnest(p_rule_set), unnest(p_outcome);
end
$$;
comment on function entry_append(bigint[], bigint[], uuid[], smallint[], date[], date[], date[], timestamptz[], smallint[], smallint[], bytea[], bytea[], bytea[], smallint[]) is 'rows of entries';

create or replace function entry_number_append(p_community bigint[], p_seq bigint[], p_fund smallint[], p_word smallint[], p_series integer[], p_number bigint[],
                                               p_paid bigint[])
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into entry_number (community_id, seq, fund, word, series, number, paid_fen)
    select unnest(p_community), unnest(p_seq), unnest(p_fund), unnest(p_word), unnest(p_series), unnest(p_number), unnest(p_paid);
end
$$;
comment on function entry_number_append(bigint[], bigint[], smallint[], smallint[], integer[], bigint[], bigint[]) is 'voucher numbers, and what was paid';

-- Asked for every batch of entries: the plan is pinned, for one cached on empty tables would read all accounts.
create or replace function account_code_list(p_community bigint[], p_account integer[])
returns table (ordinal bigint, code text) language plpgsql stable security definer set search_path = public, pg_temp
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set jit = off as $$
begin
    return query
    select k.ordinal, a.code from unnest(p_community, p_account) with ordinality as k (community_id, account_no, ordinal)
      join account a on a.community_id = k.community_id and a.account_no = k.account_no
     order by k.ordinal;
end
$$;
comment on function account_code_list(bigint[], integer[]) is 'codes of accounts, in the order asked for; no row where there is none';

-- The same rule that the program checks under the head lock (audit/attachment.c), over the rows that are there now.
create or replace function attachment_guard(p_community bigint[], p_role smallint[], p_ref_seq bigint[])
returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare
    v_document uuid;
begin
    select d.document into v_document
      from (select distinct k.community_id, k.ref_seq from unnest(p_community, p_role, p_ref_seq) as k (community_id, role, ref_seq) where k.role = 8) k
      join document d on d.community_id = k.community_id and d.seq = k.ref_seq
      left join matter m on m.community_id = d.community_id and m.noun = 1 and m.id = d.document
     cross join lateral (
            select count(*) as entries, sum(r.amount_fen) as used from entry_ref r
             where r.community_id = d.community_id and r.role = 8 and r.ref_seq = d.seq
               and not exists (select from entry_ref x where x.community_id = r.community_id and x.role = 1 and x.ref_seq = r.seq)) u
     where case when m.amount_fen is not null then u.used > m.amount_fen else d.type not in (1, 5, 6) and u.entries > 1 end
     limit 1;
    if found then
        raise exception 'a document is booked beyond its amount' using errcode = 'MZ131', detail = 'document=' || v_document;
    end if;
end
$$;
comment on function attachment_guard(bigint[], smallint[], bigint[]) is 'refuses entries that book more on a document than is left of it';

create or replace function entry_ref_append(p_community bigint[], p_seq bigint[], p_role smallint[], p_ref_seq bigint[], p_amount bigint[])
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into entry_ref (community_id, seq, role, ref_seq, amount_fen)
    select unnest(p_community), unnest(p_seq), unnest(p_role), unnest(p_ref_seq), unnest(p_amount);
    if 8 = any (p_role) then
        perform attachment_guard(p_community, p_role, p_ref_seq);
    end if;
    if 7 = any (p_role) then
        perform reservation_capture(p_community, p_seq, p_role, p_ref_seq, p_amount);
    end if;
end
$$;
comment on function entry_ref_append(bigint[], bigint[], smallint[], bigint[], bigint[]) is 'links of entries';

create or replace function posting_append(p_community bigint[], p_seq bigint[], p_line smallint[], p_fund smallint[], p_account integer[],
    p_side smallint[], p_amount bigint[], p_booking date[], p_summary bytea[], p_unit_count bigint[], p_unit_root bytea[])
returns void language plpgsql security definer set search_path = public, pg_temp
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set jit = off as $$
begin
    insert into posting (community_id, seq, line, fund, account_no, side, amount_fen, booking_date, summary, unit_count, unit_root)
    select unnest(p_community), unnest(p_seq), unnest(p_line), unnest(p_fund), unnest(p_account), unnest(p_side), unnest(p_amount), unnest(p_booking),
           unnest(p_summary), unnest(p_unit_count), unnest(p_unit_root);
end
$$;
comment on function posting_append(bigint[], bigint[], smallint[], smallint[], integer[], smallint[], bigint[], date[], bytea[], bigint[], bytea[]) is 'lines of entries';

create or replace function posting_dim_append(p_community bigint[], p_seq bigint[], p_line smallint[], p_dimension smallint[], p_value bigint[])
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into posting_dim (community_id, seq, line, dimension, value)
    select unnest(p_community), unnest(p_seq), unnest(p_line), unnest(p_dimension), unnest(p_value);
end
$$;
comment on function posting_dim_append(bigint[], bigint[], smallint[], smallint[], bigint[]) is 'dimensions of lines';

create or replace function balance_add(p_community bigint[], p_fund smallint[], p_account integer[], p_month integer[], p_debit bigint[], p_credit bigint[],
                                       p_carried_debit bigint[], p_carried_credit bigint[])
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into balance as b (community_id, fund, account_no, month, debit_fen, credit_fen, carried_debit_fen, carried_credit_fen)
    select * from unnest(p_community, p_fund, p_account, p_month, p_debit, p_credit, p_carried_debit, p_carried_credit)
    on conflict (community_id, fund, account_no, month)
    do update set debit_fen = (b.debit_fen::numeric + excluded.debit_fen)::bigint,
                  credit_fen = (b.credit_fen::numeric + excluded.credit_fen)::bigint,
                  carried_debit_fen = (b.carried_debit_fen::numeric + excluded.carried_debit_fen)::bigint,
                  carried_credit_fen = (b.carried_credit_fen::numeric + excluded.carried_credit_fen)::bigint;
end
$$;
comment on function balance_add(bigint[], smallint[], integer[], integer[], bigint[], bigint[], bigint[], bigint[]) is 'adds turnover in key order';

create or replace function voucher_counter_set(p_community bigint[], p_fund smallint[], p_word smallint[], p_series integer[], p_last bigint[])
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into voucher_counter as c (community_id, fund, word, series, last_no)
    select * from unnest(p_community, p_fund, p_word, p_series, p_last)
    on conflict (community_id, fund, word, series) do update set last_no = excluded.last_no where c.last_no < excluded.last_no;
end
$$;
comment on function voucher_counter_set(bigint[], smallint[], smallint[], integer[], bigint[]) is 'last numbers given, under the head lock';

-- One query over the inserted set: complete lines, balance per fund, accounts of their fund and open, signs that fit the entry type.
create or replace function posting_guard() returns trigger
language plpgsql security definer set search_path = public, pg_temp
set enable_seqscan = off set enable_mergejoin = off set enable_hashjoin = off set jit = off as $$
declare
    v record;
begin
    -- Complete lines, and signs that fit the entry type. The order of the subquery pins its plan to the primary key: any other index of
    -- entry, planned while the table was empty, would read all entries of the community for each of these.
    select a.community_id, a.seq, a.least, a.most,
           e.line_count is null or a.n <> e.line_count or a.low <> 1 or a.high <> e.line_count as incomplete into v
      from (select community_id, seq, count(*) as n, min(line) as low, max(line) as high, min(amount_fen) as least, max(amount_fen) as most
              from added group by community_id, seq) a
      left join lateral (select k.seq, k.line_count, k.entry_type from entry k
                          where k.community_id = a.community_id and k.seq >= a.seq order by k.community_id, k.seq limit 1) e on e.seq = a.seq
     where e.line_count is null or a.n <> e.line_count or a.low <> 1 or a.high <> e.line_count
        or (e.entry_type = 2 and a.most > 0) or (e.entry_type not in (2, 4) and a.least < 0)
     order by a.community_id, a.seq limit 1;
    if v.incomplete then
        raise exception 'lines are missing' using errcode = 'MZ102', detail = format('reason=community %s record %s', v.community_id, v.seq);
    elsif found then
        raise exception 'sign of an amount' using errcode = 'MZ104',
            detail = format('entry=%s;line=?;amount=%s', v.seq, round(least(v.least, v.most) / 100.0, 2));
    end if;
    -- Balance inside each fund.
    select community_id, seq, fund, sum(amount_fen) filter (where side = 1) as debit, sum(amount_fen) filter (where side = 2) as credit into v
      from added group by community_id, seq, fund
    having sum(case side when 1 then amount_fen else -amount_fen end) <> 0
     order by community_id, seq limit 1;
    if found then
        raise exception 'an entry does not balance' using errcode = 'MZ101',
            detail = format('entry=%s;fund=%s;debit=%s;credit=%s', v.seq, v.fund, round(coalesce(v.debit, 0) / 100.0, 2),
                            round(coalesce(v.credit, 0) / 100.0, 2));
    end if;
    -- Open leaves of their funds.
    select p.seq, p.fund, p.account_no into v
      from (select community_id, fund, account_no, min(seq) as seq from added group by community_id, fund, account_no) p
      left join account a on a.community_id = p.community_id and a.account_no = p.account_no
     where a.fund is distinct from p.fund or a.closed_seq is not null
        or exists (select from account c where c.community_id = p.community_id and c.parent = p.account_no)
     order by p.seq limit 1;
    if found then
        raise exception 'account of another fund, closed, or not a leaf' using errcode = 'MZ103', detail = format('entry=%s;fund=%s;account=%s', v.seq, v.fund, v.account_no);
    end if;
    return null;
end
$$;
comment on function posting_guard() is 'trigger: the second lock on the door of posting';

create or replace trigger posting_balanced after insert on posting referencing new table as added for each statement execute function posting_guard();
alter table posting enable always trigger posting_balanced;
create or replace trigger entry_append_only before update or delete or truncate on entry for each statement execute function refuse_change();
alter table entry enable always trigger entry_append_only;
create or replace trigger entry_number_append_only before update or delete or truncate on entry_number for each statement execute function refuse_change();
alter table entry_number enable always trigger entry_number_append_only;
create or replace trigger entry_ref_append_only before update or delete or truncate on entry_ref for each statement execute function refuse_change();
alter table entry_ref enable always trigger entry_ref_append_only;
create or replace trigger posting_append_only before update or delete or truncate on posting for each statement execute function refuse_change();
alter table posting enable always trigger posting_append_only;
create or replace trigger posting_dim_append_only before update or delete or truncate on posting_dim for each statement execute function refuse_change();
alter table posting_dim enable always trigger posting_dim_append_only;
