-- All orders of a community. Index: order_case primary key.
select opened_seq, uuid_send(o.order_case) as order_case, subject_seq, convert_to(clause, 'UTF8') as clause, deadline, document_seq, state, outcome_seq, seq
  from order_case o where community_id = $1 order by opened_seq
