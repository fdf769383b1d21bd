-- What is booked under each contract, by account: prepaid income 2203nn and income 40nn, up to the day $2 and in all. Index: posting_dim_value.
select d.value as contract_seq, a.code,
       coalesce(sum(case p.side when 2 then p.amount_fen else -p.amount_fen end) filter (where p.booking_date <= $2), 0)::bigint as until,
       sum(case p.side when 2 then p.amount_fen else -p.amount_fen end)::bigint as total
  from posting_dim d join posting p on p.community_id = d.community_id and p.seq = d.seq and p.line = d.line
  join account a on a.community_id = p.community_id and a.account_no = p.account_no
 where d.community_id = $1 and d.dimension = 3 and a.fund = 2 and a.code ~ '^(2203|40(0[1-9]|1[0-7]))' group by d.value, a.code order by d.value, a.code
