-- Applied migrations, newest first.
select name from schema_migration order by name desc
