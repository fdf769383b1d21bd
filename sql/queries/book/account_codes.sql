-- Codes by account number. Index: account primary key.
select account_no, code from account where community_id = $1 order by account_no
