-- title: 冲减预留的凭证付给获批的收款人 an entry that captures a reservation pays its account, and the payee for whom it was approved
select x.community_id, x.seq from entry_ref x
  join entry e on e.community_id = x.community_id and e.seq = x.seq
  left join reservation r on r.community_id = x.community_id and r.opened_seq = x.ref_seq
 where x.role = 7
   and (r.opened_seq is null or (r.payee is not null and e.payee is distinct from r.payee) or x.amount_fen <= 0
        or x.amount_fen > (select coalesce(sum(case when p.side = 2 then p.amount_fen else -p.amount_fen end), 0) from posting p
                            where p.community_id = x.community_id and p.seq = x.seq and p.account_no = r.account_no))
