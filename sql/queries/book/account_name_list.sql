-- Names of renamed accounts with the records that gave them, oldest first. Index: account_name and account primary keys.
select a.account_no, a.opened_seq as from_seq, a.opened_name as name
  from account a
 where a.community_id = $1 and exists (select from account_name n where n.community_id = a.community_id and n.account_no = a.account_no)
union all
select n.account_no, n.from_seq, n.name from account_name n where n.community_id = $1
 order by account_no, from_seq
