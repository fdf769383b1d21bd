-- title: 明细科目与上级科目一致 a leaf follows the account above it in fund, class, side and unit ledger, its code is two digits longer
select a.community_id, a.fund, a.code from account a
  left join account p on p.community_id = a.community_id and p.account_no = a.parent
 where a.parent is not null and (p.fund is distinct from a.fund or p.class <> a.class or p.normal_side <> a.normal_side or p.unit_ledger <> a.unit_ledger
                              or left(a.code, -2) <> p.code or p.opened_seq >= a.opened_seq)
