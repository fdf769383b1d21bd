-- title: 差额和订正凭证各有其原凭证，冲销与差额不并存 differences and corrections have their originals, and no entry has both a reversal and differences
select e.community_id, e.seq from entry e
  left join entry_ref r on r.community_id = e.community_id and r.seq = e.seq and r.role in (2, 3)
  left join entry o on o.community_id = r.community_id and o.seq = r.ref_seq
 where (e.entry_type = 4 and r.role is distinct from 3) or (e.entry_type = 3 and r.role = 3) or (e.entry_type not in (3, 4) and r.role is not null)
    or (r.role is not null and (o.seq is null or o.entry_type in (2, 4, 6)))
union
select r.community_id, r.seq from entry_ref r
 where (r.role = 3 and exists (select from entry_ref x where x.community_id = r.community_id and x.ref_seq = r.ref_seq and x.role = 1))
    or (r.role = 2 and not exists (select from entry_ref x where x.community_id = r.community_id and x.ref_seq = r.ref_seq and x.role = 1 and x.seq < r.seq))
union
select community_id, seq from entry_ref where role = 3 group by community_id, seq having count(*) > 1
