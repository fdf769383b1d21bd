-- Chart of a community by fund and code. Index: account primary key, account_parent.
select a.account_no, a.fund, a.code, a.name, a.class, a.normal_side, p.code as parent, a.unit_ledger, a.opened_seq, a.closed_seq,
       exists (select from account c where c.community_id = a.community_id and c.fund = a.fund and c.parent = a.account_no) as has_children
  from account a
  left join account p on p.community_id = a.community_id and p.account_no = a.parent
 where a.community_id = $1 order by a.fund, a.code
