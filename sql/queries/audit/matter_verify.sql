-- All matters of a community. Index: matter primary key.
select noun, uuid_send(m.id) as id, state, from_date, due_date, amount_fen::bigint as amount_fen, details, opened_seq, seq
  from matter m where community_id = $1 order by noun, m.id
