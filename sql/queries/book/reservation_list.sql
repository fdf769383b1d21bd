-- Reservations up to state $2 (1: the open ones). Index: reservation and account primary keys, opening primary key.
select r.opened_seq as seq, r.fund, a.code as account, r.amount_fen::bigint as amount, r.captured_fen::bigint as captured, r.expires, r.state,
       coalesce(convert_from(o.value, 'UTF8'), '') as payee, r.rests_on
  from reservation r
  join account a on a.community_id = r.community_id and a.account_no = r.account_no
  left join opening o on o.community_id = r.community_id and o.commitment = r.payee
 where r.community_id = $1 and r.state <= $2 order by r.opened_seq
