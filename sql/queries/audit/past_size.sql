-- How many records were written up to and with instant $2, by bisection. Index: head and journal primary keys.
with recursive search (low, high) as (
    select 0::bigint, h.size from head h where h.community_id = $1
    union all
    select case when j.recorded_at <= $2 then j.seq + 1 else s.low end, case when j.recorded_at <= $2 then s.high else j.seq end
      from search s join journal j on j.community_id = $1 and j.seq = (s.low + s.high) / 2
     where s.low < s.high)
select low as size from search where low = high
