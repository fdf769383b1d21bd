-- title: 链头就是最后一条记录 the head is the newest record
select community_id from head h
  full join (select distinct on (community_id) community_id, seq, leaf, recorded_at from journal order by community_id, seq desc) j using (community_id)
 where h.size is distinct from j.seq + 1 or h.leaf is distinct from j.leaf or h.recorded_at is distinct from j.recorded_at
