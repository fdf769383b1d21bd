-- Who may do what, stated anew at every start: reading for both roles, writing for neither; the service writes through functions only.
revoke all on schema public from public;
grant usage on schema public to mz_app, mz_verify;
revoke all on all tables in schema public from public, mz_app, mz_verify;
grant select on all tables in schema public to mz_app, mz_verify;
revoke execute on all functions in schema public from public;
grant execute on all functions in schema public to mz_app;
