-- A migration was applied.
insert into schema_migration (name, sha256) values ($1, $2)
