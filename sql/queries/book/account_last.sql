-- The highest account number of a community, 0 without accounts. Index: account primary key.
select coalesce(max(account_no), 0)::bigint as account_no from account where community_id = $1
