-- The procedure $2 behind an application ($3, null: a new one), a project, warranty deposit or claim: its noun and state, what may be paid of it in
-- all, what its earlier applications ask for, and to whom alone it may be paid (0: anybody). Of a deposit that is what the books hold of it and
-- what was paid back, and its developer (u64 at the head of its details) where it is refundable.
-- Index: matter primary key, withdrawal_project, reservation and entry primary keys, entry_ref_captured, posting_account,
-- posting_dim primary key.
select m.noun, m.state,
       case m.noun when 8 then w.held + x.paid else coalesce(m.amount_fen, 0) end::bigint as payable, x.asked,
       case when m.noun = 8 and m.state = 5 then ('x' || encode(substring(o.value from 1 for 8), 'hex'))::bit(64)::bigint else 0 end as payee
  from matter m
  left join opening o on o.community_id = m.community_id and o.commitment = m.details
 cross join lateral (
        select coalesce(sum(case p.state when 1 then p.amount when 2 then p.held + p.paid else 0 end)
                            filter (where p.withdrawal < coalesce($3, 9223372036854775807)), 0)::bigint as asked, coalesce(sum(p.paid), 0) as paid
          from project_payment($1) p where p.project = m.opened_seq) x
 cross join lateral (
        select coalesce(sum(case p.side when 2 then p.amount_fen::numeric else -p.amount_fen end), 0) as held
          from account a
          join posting p on p.community_id = a.community_id and p.account_no = a.account_no
          join posting_dim d on d.community_id = p.community_id and d.seq = p.seq and d.line = p.line and d.dimension = 5 and d.value = m.opened_seq
         where m.noun = 8 and a.community_id = m.community_id and a.fund = 3 and left(a.code, 4) in ('2501', '2502')) w
 where m.community_id = $1 and m.noun in (3, 8, 12) and m.opened_seq = $2
