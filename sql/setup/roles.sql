-- Roles of the database: mz_owner owns everything and is used by migrations alone; mz_app (the service) reads and calls functions;
-- mz_verify reads base tables and can write nothing. Run by a role that may create roles; running it twice changes nothing.
do $$
begin
    if not exists (select from pg_roles where rolname = 'mz_owner') then
        create role mz_owner nologin;
    end if;
    if not exists (select from pg_roles where rolname = 'mz_app') then
        create role mz_app login;
    end if;
    if not exists (select from pg_roles where rolname = 'mz_verify') then
        create role mz_verify login;
    end if;
    execute format('grant mz_owner, mz_app, mz_verify to %I', current_user);
    execute format('grant create on database %I to mz_owner', current_database());
    grant usage, create on schema public to mz_owner;
end
$$;
