-- title: 红字凭证与原凭证逐行相反 a red-letter entry mirrors its original line by line
select r.community_id, r.seq, r.ref_seq from entry_ref r
  join entry e on e.community_id = r.community_id and e.seq = r.ref_seq
 where r.role = 1
   and exists (select from (select line, fund, account_no, side, amount_fen from posting where community_id = r.community_id and seq = r.seq) a
               full join (select line, fund, account_no, side, amount_fen from posting where community_id = r.community_id and seq = r.ref_seq) b using (line)
               where a.fund is distinct from b.fund or a.account_no is distinct from b.account_no or a.side is distinct from b.side
                  or a.amount_fen is distinct from -b.amount_fen)
