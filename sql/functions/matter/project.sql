-- What was asked for and paid on projects, warranty deposits and claims.

create or replace function project_payment(p_community bigint)
returns table (project bigint, withdrawal bigint, state smallint, amount bigint, held bigint, paid bigint, apportioned bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    select w.project_seq, w.opened_seq, w.state, w.amount_fen::bigint,
           case when r.state = 1 then r.amount_fen - r.captured_fen else 0 end::bigint, p.paid, p.apportioned
      from withdrawal w
      left join reservation r on r.community_id = w.community_id and r.opened_seq = w.seq + 1 and r.rests_on = w.opened_seq
     cross join lateral (
            select coalesce(sum(case when v.seq is null then x.amount_fen else coalesce(n.paid_fen, 0) end), 0)::bigint as paid,
                   coalesce(sum(case when v.seq is null then x.amount_fen else coalesce(n.paid_fen, 0) end) filter (where e.entry_type = 7), 0)::bigint
                       as apportioned
              from entry_ref x
              join entry e on e.community_id = x.community_id and e.seq = x.seq
              left join entry_ref v on v.community_id = x.community_id and v.role = 1 and v.ref_seq = x.seq
              left join entry_ref c on v.seq is not null and c.community_id = x.community_id and c.role = 2 and c.ref_seq = x.seq
              left join entry_number n on n.community_id = c.community_id and n.seq = c.seq and n.fund = w.fund
             where x.community_id = w.community_id and x.role = 7 and x.ref_seq = r.opened_seq) p
     where w.community_id = p_community and w.project_seq is not null
$$;
comment on function project_payment(bigint) is 'applications that name a project, warranty deposit or claim: asked for, still held, paid and shared out; an entry that a red letter cancelled counts as what replaces it';

comment on column withdrawal.project_seq is 'record that opened what it pays: works, a warranty deposit, or a claim on one';
