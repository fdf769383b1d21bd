-- The server secret.
select secret from server_secret where id = 1
