-- Whether this distribution was posted, and what account $3 of the maintenance fund holds. Index: request_claim and balance primary keys.
select exists (select from request_claim where community_id = $1 and event_id = $2) as distributed,
       coalesce((select sum(b.credit_fen::numeric - b.debit_fen)::bigint
                   from account a join balance b on b.community_id = a.community_id and b.fund = a.fund and b.account_no = a.account_no
                  where a.community_id = $1 and a.fund = 1 and a.code = $3), 0) as earned
