-- Applications of all projects with what was paid on them. Index: withdrawal, reservation and entry primary keys, entry_ref_captured.
select project, withdrawal, state, amount, held, paid, apportioned from project_payment($1) order by withdrawal
