-- The server secret, once.
select secret_set(decode($1, 'hex'))
