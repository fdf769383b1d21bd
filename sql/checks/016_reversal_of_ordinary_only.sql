-- title: 红字、差额和结转凭证不再冲销，且每张红字都有原凭证 red-letter, difference and carry-forward entries are never reversed, and each red letter names its original
select e.community_id, e.seq from entry e
  left join entry_ref r on r.community_id = e.community_id and r.seq = e.seq and r.role = 1
  left join entry o on o.community_id = r.community_id and o.seq = r.ref_seq
 where (e.entry_type = 2 and o.seq is null) or (e.entry_type <> 2 and r.seq is not null) or o.entry_type in (2, 4, 6)
