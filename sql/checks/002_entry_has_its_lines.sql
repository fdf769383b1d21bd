-- title: 每笔凭证的分录齐全且至少两条 every entry has all its lines, at least two
select e.community_id, e.seq, e.line_count, count(p.line) as lines
  from entry e left join posting p on p.community_id = e.community_id and p.seq = e.seq
 group by e.community_id, e.seq, e.line_count
having count(p.line) <> e.line_count or count(p.line) < 2 or min(p.line) <> 1 or max(p.line) <> e.line_count
