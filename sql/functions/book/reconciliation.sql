-- Projections of asserted balances, held bank lines and matches; and what is left open between a bank account and the books.

create or replace function assertion_append(p_community bigint, p_seq bigint, p_bank_account bigint, p_as_of date, p_balance bigint, p_document bigint,
                                            p_lines bigint)
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into assertion (community_id, seq, bank_account_seq, as_of, balance_fen, document_seq, lines)
    values (p_community, p_seq, p_bank_account, p_as_of, p_balance, p_document, p_lines);
end
$$;
comment on function assertion_append(bigint, bigint, bigint, date, bigint, bigint, bigint) is 'row of balance_asserted';

create or replace function held_line_append(p_community bigint, p_seq bigint, p_received bigint, p_bank_account bigint, p_booked date, p_amount bigint,
                                            p_summary bytea, p_payee bytea)
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into held_line (community_id, seq, received_seq, bank_account_seq, booked_on, amount_fen, summary, payee)
    values (p_community, p_seq, p_received, p_bank_account, p_booked, p_amount, p_summary, p_payee);
end
$$;
comment on function held_line_append(bigint, bigint, bigint, bigint, date, bigint, bytea, bytea) is 'row of line_held';

create or replace function bank_movement(p_community bigint, p_seq bigint, p_bank_account bigint)
returns bigint language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce(sum(case p.side when 1 then p.amount_fen::numeric else -p.amount_fen end), 0)::bigint
      from posting_dim d
      join posting p on p.community_id = d.community_id and p.seq = d.seq and p.line = d.line
      join account a on a.community_id = p.community_id and a.account_no = p.account_no and a.class = 1
     where d.community_id = p_community and d.seq = p_seq and d.dimension = 1 and d.value = p_bank_account
$$;
comment on function bank_movement(bigint, bigint, bigint) is 'what an entry moves on a bank account: in positive, out negative';

-- A line may be matched when its import held it or the entry that booked it is reversed; an entry, when it is neither a bank line's own nor reversed nor
-- a red letter. Amounts have the sign of both and never add up to more than either. Asked under the head lock.
create or replace function line_match_guard(p_community bigint, p_lines bigint[], p_entries bigint[])
returns void language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
    v record;
begin
    select m.line_seq, m.entry_seq into v
      from line_match m
      left join lateral (
            select h.bank_account_seq, h.amount_fen::bigint as amount from held_line h where h.community_id = p_community and h.seq = m.line_seq
            union all
            select d.value, bank_movement(p_community, m.line_seq, d.value)
              from posting_dim d
              join entry_ref i on i.community_id = d.community_id and i.seq = d.seq and i.role = 6
              join entry_ref x on x.community_id = d.community_id and x.ref_seq = d.seq and x.role = 1
              join entry e on e.community_id = d.community_id and e.seq = d.seq and e.entry_type <> 5
             where d.community_id = p_community and d.seq = m.line_seq and d.line = 1 and d.dimension = 1) l on true
      left join entry e on e.community_id = m.community_id and e.seq = m.entry_seq and e.entry_type not in (2, 5)
            and not exists (select from entry_ref r where r.community_id = e.community_id and ((r.seq = e.seq and r.role = 6)
                                                                                        or (r.ref_seq = e.seq and r.role = 1)))
     cross join lateral (select bank_movement(p_community, m.entry_seq, l.bank_account_seq) as amount) k
     cross join lateral (
            select (select sum(y.amount_fen::numeric) from line_match y
                     where y.community_id = p_community and y.line_seq = m.line_seq and y.undone_seq is null) as of_line,
                   (select sum(y.amount_fen::numeric) from line_match y
                     where y.community_id = p_community and y.entry_seq = m.entry_seq and y.undone_seq is null
                       and exists (select from held_line h where h.community_id = p_community and h.seq = y.line_seq
                                      and h.bank_account_seq = l.bank_account_seq
                                   union all
                                   select from posting_dim d where d.community_id = p_community and d.seq = y.line_seq and d.line = 1
                                      and d.dimension = 1 and d.value = l.bank_account_seq)) as of_entry) s
     where m.community_id = p_community and m.undone_seq is null and (m.line_seq = any (p_lines) or m.entry_seq = any (p_entries))
       and (l.amount is null or e.seq is null or sign(m.amount_fen) <> sign(l.amount) or sign(m.amount_fen) <> sign(k.amount)
            or abs(s.of_line) > abs(l.amount) or abs(s.of_entry) > abs(k.amount))
     order by m.line_seq, m.entry_seq limit 1;
    if found then
        raise exception 'a match goes beyond its bank line or its entry' using errcode = 'MZ195',
            detail = format('line=#%s;entry=#%s', v.line_seq, v.entry_seq);
    end if;
end
$$;
comment on function line_match_guard(bigint, bigint[], bigint[]) is 'refuses matches beyond what is left of a bank line or an entry';

create or replace function line_match_append(p_community bigint, p_seq bigint, p_line bigint[], p_entry bigint[], p_amount bigint[])
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into line_match (community_id, seq, line_seq, entry_seq, amount_fen)
    select p_community, p_seq, m.line, m.entry, m.amount from unnest(p_line, p_entry, p_amount) as m (line, entry, amount);
    perform line_match_guard(p_community, p_line, p_entry);
end
$$;
comment on function line_match_append(bigint, bigint, bigint[], bigint[], bigint[]) is 'rows of lines_matched';

create or replace function line_match_undo(p_community bigint, p_seq bigint, p_match bigint, p_reason integer)
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update line_match set undone_seq = p_seq where community_id = p_community and seq = p_match and undone_seq is null;
    if not found then
        raise exception 'no such match' using errcode = 'MZ193', detail = 'match=#' || p_match;
    end if;
end
$$;
comment on function line_match_undo(bigint, bigint, bigint, integer) is 'undoes the matches of a record, as match_undone says';

-- What stands between a bank account and the books at the end of a day, as the first p_size records know it.
-- part 1: the bank has it, the books do not; part 2: the books have it, the bank does not. amount: what is left of it.
-- cause: 1 no entry yet, 2 its entry was reversed, 3 booked on other_day; 4 the bank has it on other_day, 5 a red letter, 6 not seen at the bank,
-- 7 a difference. The balance with which the first imported statement begins was proved against the books then, so entries before it are never open; an
-- account without imported lines has no items at all. An entry and its red letter cancel each other; the bank line that the entry booked then belongs to
-- the correction in its place where that moves the same amount, and is open otherwise.
create or replace function reconciliation_item(p_community bigint, p_bank_account bigint, p_day date, p_size bigint)
returns table (part smallint, seq bigint, day date, amount bigint, cause smallint, other_seq bigint, other_day date)
language sql stable security definer set search_path = public, pg_temp set jit = off as $$
    with line as (
        select l.entry_seq as seq, l.booked_on, l.amount_fen::bigint as amount from bank_line l
         where l.community_id = p_community and l.bank_account_seq = p_bank_account and l.entry_seq < p_size),
    first as (
        select min(l.received_seq) as seq from bank_line l
         where l.community_id = p_community and l.bank_account_seq = p_bank_account and l.entry_seq < p_size),
    movement as (
        select p.seq, p.booking_date, sum(case p.side when 1 then p.amount_fen::numeric else -p.amount_fen end)::bigint as amount
          from posting_dim d
          join posting p on p.community_id = d.community_id and p.seq = d.seq and p.line = d.line
          join account a on a.community_id = p.community_id and a.account_no = p.account_no and a.class = 1
         where d.community_id = p_community and d.dimension = 1 and d.value = p_bank_account and d.seq < p_size
         group by p.seq, p.booking_date),
    red as (
        select r.seq, r.ref_seq from entry_ref r join movement m on m.seq = r.seq
         where r.community_id = p_community and r.role = 1 and m.booking_date <= p_day),
    own as (
        select l.seq from line l join movement m on m.seq = l.seq and m.booking_date <= p_day
         where not exists (select from red r where r.ref_seq = l.seq)),
    heir as (
        select r.ref_seq, m.seq, m.amount from entry_ref r join movement m on m.seq = r.seq
         where r.community_id = p_community and r.role = 2 and m.booking_date <= p_day
           and not exists (select from red x where x.ref_seq = r.seq)),
    said as (
        select k.line_seq, k.entry_seq, k.amount_fen::bigint as amount from line_match k
         where k.community_id = p_community and k.seq < p_size and (k.undone_seq is null or k.undone_seq >= p_size)),
    pair as (
        select k.line_seq, k.entry_seq, k.amount,
               l.booked_on <= p_day and m.booking_date <= p_day and not exists (select from red r where r.ref_seq = k.entry_seq)
               and not exists (select from own o where o.seq = k.line_seq) as holds
          from (select * from said
                union all
                select l.seq, h.seq, l.amount from line l join heir h on h.ref_seq = l.seq and h.amount = l.amount join red r on r.ref_seq = l.seq
                 where not exists (select from said s where s.line_seq = l.seq or s.entry_seq = h.seq)) k
          join line l on l.seq = k.line_seq
          join movement m on m.seq = k.entry_seq),
    replaced as (
        select r.seq as red_seq, h.seq as heir_seq from red r
          join heir h on h.ref_seq = r.ref_seq
          join movement m on m.seq = r.seq and m.amount = -h.amount)
    select 1::smallint, l.seq, l.booked_on, l.amount - c.amount,
           (case when exists (select from red r where r.ref_seq = l.seq) then 2 when c.later is not null then 3 else 1 end)::smallint,
           c.later, (select m.booking_date from movement m where m.seq = c.later)
      from line l
     cross join lateral (
            select coalesce(sum(p.amount) filter (where p.holds), 0)::bigint as amount, min(p.entry_seq) filter (where not p.holds) as later
              from pair p where p.line_seq = l.seq) c
     where l.booked_on <= p_day and not exists (select from own o where o.seq = l.seq) and l.amount <> c.amount
    union all
    select 2::smallint, m.seq, m.booking_date, m.amount - c.amount,
           (case when c.later is not null then 4 when e.entry_type = 2 then 5 when e.entry_type = 4 then 7 else 6 end)::smallint,
           c.later, (select l.booked_on from line l where l.seq = c.later)
      from movement m
      join first f on m.seq > f.seq
      join entry e on e.community_id = p_community and e.seq = m.seq and e.entry_type <> 5
     cross join lateral (
            select coalesce(sum(p.amount) filter (where p.holds), 0)::bigint as amount, min(p.line_seq) filter (where not p.holds) as later
              from pair p where p.entry_seq = m.seq) c
     where m.booking_date <= p_day and m.amount <> c.amount
       and not exists (select from line l where l.seq = m.seq)
       and not exists (select from red r where r.ref_seq = m.seq)
       and not exists (select from red r join entry o on o.community_id = p_community and o.seq = r.ref_seq and o.entry_type <> 5
                        where r.seq = m.seq and r.ref_seq > f.seq)
       and not exists (select from replaced x join red r on r.seq = x.red_seq join entry o on o.community_id = p_community and o.seq = r.ref_seq
                        where m.seq in (x.red_seq, x.heir_seq) and (r.ref_seq < f.seq or o.entry_type = 5))
$$;
comment on function reconciliation_item(bigint, bigint, date, bigint) is 'bank lines and entries that do not have each other at the end of a day';

create or replace function bank_book_balance(p_community bigint, p_bank_account bigint, p_day date, p_size bigint)
returns bigint language sql stable security definer set search_path = public, pg_temp set jit = off as $$
    select coalesce(sum(case p.side when 1 then p.amount_fen::numeric else -p.amount_fen end), 0)::bigint
      from posting_dim d
      join posting p on p.community_id = d.community_id and p.seq = d.seq and p.line = d.line
      join account a on a.community_id = p.community_id and a.account_no = p.account_no and a.class = 1
     where d.community_id = p_community and d.dimension = 1 and d.value = p_bank_account and d.seq < p_size and p.booking_date <= p_day
$$;
comment on function bank_book_balance(bigint, bigint, date, bigint) is 'what the books say lies on a bank account at the end of a day';

create or replace trigger assertion_append_only before update or delete or truncate on assertion for each statement execute function refuse_change();
alter table assertion enable always trigger assertion_append_only;
create or replace trigger held_line_append_only before update or delete or truncate on held_line for each statement execute function refuse_change();
alter table held_line enable always trigger held_line_append_only;
