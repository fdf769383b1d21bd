-- Chart of a community by fund and code. Index: account primary key.
select a.account_no, a.fund, a.code, a.name, a.class, a.normal_side,
       exists (select from account c where c.community_id = a.community_id and c.fund = a.fund and c.parent = a.account_no) as has_children
  from account a where a.community_id = $1 order by a.fund, a.code
