-- All names that renamed accounts of a community were given. Index: account_name primary key.
select account_no, from_seq, convert_to(name, 'UTF8') as name from account_name where community_id = $1 order by account_no, from_seq
