-- title: 责令改正或已撤销的事项没有再付款 nothing was paid, after an order was issued, on what it names while it is in force
select o.community_id, o.opened_seq, x.seq from order_case o
  join reservation r on r.community_id = o.community_id and o.subject_seq in (r.opened_seq, r.rests_on)
  join entry_ref x on x.community_id = r.community_id and x.role = 7 and x.ref_seq = r.opened_seq and x.seq > o.opened_seq
 where o.state in (1, 3, 4)
   and not exists (select from journal j where j.community_id = o.community_id and j.kind = 775 and j.seq between o.opened_seq and x.seq
                                           and substring(j.record from 172 for 8) = int8send(o.opened_seq) and get_byte(j.record, 179) not in (3, 4))
