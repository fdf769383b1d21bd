-- Accounts by fund and code, in the order asked for; no row where there is none. Index: account unique (community_id, fund, code).
select k.ordinal, a.account_no, a.class, a.unit_ledger, a.closed_seq is not null as closed,
       exists (select from account c where c.community_id = a.community_id and c.fund = a.fund and c.parent = a.account_no) as has_children
  from unnest($1::bigint[], $2::smallint[], $3::text[]) with ordinality as k (community_id, fund, code, ordinal)
  join account a on a.community_id = k.community_id and a.fund = k.fund and a.code = k.code
 order by k.ordinal
