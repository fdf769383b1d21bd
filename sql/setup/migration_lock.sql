-- Two programs never migrate at once; the number is our own.
select pg_advisory_xact_lock(7305840050001)
