-- What the applications that name the deposit or claim $2 ask for and were paid, refused ones aside. Index: withdrawal_project, reservation and
-- entry primary keys, entry_ref_captured.
select coalesce(sum(case state when 1 then amount when 2 then held + paid else 0 end), 0)::bigint as asked, coalesce(sum(paid), 0)::bigint as paid
  from project_payment($1) where project = $2
