-- The years that were loaded. Index: holiday primary key.
select date, works, name from holiday order by date
