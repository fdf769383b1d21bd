-- Turnover by month: what the door adds, and what it was on a day as far as the first records know.

create or replace function turnover_add(p_community bigint[], p_fund smallint[], p_account integer[], p_month integer[], p_flow smallint[],
                                        p_bank_account bigint[], p_stream bigint[], p_debit bigint[], p_credit bigint[])
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into turnover as t (community_id, fund, account_no, month, flow, bank_account, stream, debit_fen, credit_fen)
    select * from unnest(p_community, p_fund, p_account, p_month, p_flow, p_bank_account, p_stream, p_debit, p_credit)
    on conflict (community_id, fund, account_no, month, flow, bank_account, stream)
    do update set debit_fen = (t.debit_fen::numeric + excluded.debit_fen)::bigint,
                  credit_fen = (t.credit_fen::numeric + excluded.credit_fen)::bigint;
end
$$;
comment on function turnover_add(bigint[], smallint[], integer[], integer[], smallint[], bigint[], bigint[], bigint[], bigint[]) is 'adds turnover in key order';

-- Whole months from turnover, less the lines behind the day in its month, less those that were recorded later: only these postings are read.
create or replace function turnover_until(p_community bigint, p_fund integer, p_day date, p_size bigint)
returns table (account_no integer, month integer, flow smallint, bank_account bigint, stream bigint, debit bigint, credit bigint)
language sql stable as $$
    select t.account_no, t.month, t.flow, t.bank_account, t.stream, t.debit_fen::bigint, t.credit_fen::bigint
      from turnover t
     where t.community_id = p_community and t.fund = p_fund and t.month <= extract(year from p_day) * 12 + extract(month from p_day) - 1
    union all
    select p.account_no, (extract(year from e.booking_date) * 12 + extract(month from e.booking_date) - 1)::integer,
           (case e.entry_type when 6 then 2 when 5 then 4 else 1 end)::smallint, coalesce(b.value, 0), coalesce(s.value, 0),
           case p.side when 1 then -p.amount_fen::bigint else 0 end, case p.side when 2 then -p.amount_fen::bigint else 0 end
      from (select l.seq, l.entry_type, l.booking_date from entry l
             where l.community_id = p_community and l.booking_date > p_day and l.booking_date < date_trunc('month', p_day) + interval '1 month'
            union all
            select l.seq, l.entry_type, l.booking_date from entry l
             where l.community_id = p_community and l.seq >= p_size and l.booking_date <= p_day) e
      join posting p on p.community_id = p_community and p.seq = e.seq and p.fund = p_fund
      left join posting_dim b on b.community_id = p_community and b.seq = p.seq and b.line = p.line and b.dimension = 1
      left join posting_dim s on s.community_id = p_community and s.seq = p.seq and s.line = p.line and s.dimension = 2
$$;
comment on function turnover_until(bigint, integer, date, bigint) is 'turnover of a fund up to a day among the first records, in parts that are to be added up';
