-- title: 每条记录接着上一条的哈希 every record carries the leaf of the one before
select community_id, seq
  from (select community_id, seq, record, leaf, lag(leaf) over w as before from journal window w as (partition by community_id order by seq)) j
 where leaf <> sha256('\x00'::bytea || record)
    or substring(record from 37 for 32) <> coalesce(before, decode(repeat('00', 32), 'hex'))
