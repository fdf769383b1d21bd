-- What was applied. Made before the first migration, so it cannot be one.
create table if not exists schema_migration (
    name text primary key,
    sha256 text not null,
    applied_at timestamptz not null default now()
);
comment on table schema_migration is 'migrations that were applied, frozen by their SHA-256';
comment on column schema_migration.name is 'file name';
comment on column schema_migration.sha256 is 'of the file';
comment on column schema_migration.applied_at is 'when it was applied';
