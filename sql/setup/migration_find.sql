-- The SHA-256 under which a migration was applied.
select sha256 from schema_migration where name = $1
