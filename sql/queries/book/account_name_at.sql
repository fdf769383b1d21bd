-- What accounts that were renamed since were called among the first $2 records. Index: account_name and account primary keys.
select a.fund, a.code,
       coalesce((select n.name from account_name n where n.community_id = a.community_id and n.account_no = a.account_no and n.from_seq < $2
                  order by n.from_seq desc limit 1), a.opened_name) as name
  from account a
 where a.community_id = $1
   and exists (select from account_name n where n.community_id = a.community_id and n.account_no = a.account_no and n.from_seq >= $2)
