-- title: 每笔凭证有记录，每条凭证记录有凭证 every entry has its record and the other way round
select community_id, seq from entry e full join (select community_id, seq, event_id from journal where kind = 513) j using (community_id, seq)
 where e.event_id is distinct from j.event_id
