-- title: 每条记录恰由一次操作写入 every record was written by exactly one claimed request
select community_id, first_seq, record_count, next from (
    select community_id, first_seq, record_count, lead(first_seq) over (partition by community_id order by first_seq) as next from request_claim
) c join head h using (community_id) where coalesce(next, h.size) <> first_seq + record_count
