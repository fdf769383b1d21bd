-- title: 日志序号从 0 连续 journal numbers run from 0 without a gap
select community_id, count(*) as records, max(seq) as last from journal group by community_id having min(seq) <> 0 or max(seq) <> count(*) - 1
