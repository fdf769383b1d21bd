-- title: 辅助核算都挂在分录上 every dimension belongs to a line
select d.community_id, d.seq, d.line, d.dimension from posting_dim d
 where not exists (select from posting p where p.community_id = d.community_id and p.seq = d.seq and p.line = d.line)
