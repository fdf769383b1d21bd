-- title: 预留的冲减等于凭证之和，用尽的已结束 what reservations were captured for is what entries say, and the exhausted ones are closed
select r.community_id, r.opened_seq from reservation r
  left join entry_ref x on x.community_id = r.community_id and x.role = 7 and x.ref_seq = r.opened_seq
 group by r.community_id, r.opened_seq, r.captured_fen, r.amount_fen, r.state
having coalesce(sum(x.amount_fen), 0) <> r.captured_fen or (r.state = 4) <> (r.captured_fen = r.amount_fen)
