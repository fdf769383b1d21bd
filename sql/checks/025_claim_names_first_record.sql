-- title: 操作编号对应它的第一条记录 a claim names the first record of its request
select c.community_id, c.event_id from request_claim c left join journal j on j.community_id = c.community_id and j.seq = c.first_seq
 where j.event_id is distinct from c.event_id
