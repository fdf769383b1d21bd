-- The project $2 of an application ($3, null: a new one): its state, what may be paid of it in all, and what its earlier applications ask for.
-- Index: matter primary key, withdrawal, reservation and entry primary keys, entry_ref_captured.
select m.state, m.amount_fen::bigint as payable,
       (select coalesce(sum(case p.state when 1 then p.amount when 2 then p.held + p.paid else 0 end), 0)::bigint
          from project_payment($1) p where p.project = m.opened_seq and p.withdrawal < coalesce($3, 9223372036854775807)) as asked
  from matter m where m.community_id = $1 and m.noun = 3 and m.opened_seq = $2
