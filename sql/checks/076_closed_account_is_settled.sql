-- title: 停用科目没有余额和后来的分录 a closed account has no balance, holds nothing and has no later lines
select a.community_id, a.fund, a.code from account a
 where a.closed_seq is not null
   and (exists (select from posting p where p.community_id = a.community_id and p.account_no = a.account_no and p.seq > a.closed_seq)
     or exists (select from reservation r where r.community_id = a.community_id and r.account_no = a.account_no and r.state = 1)
     or (select coalesce(sum(b.debit_fen::numeric - b.credit_fen), 0) from balance b
          where b.community_id = a.community_id and b.fund = a.fund and b.account_no = a.account_no) <> 0)
