-- title: 没有无凭证的分录 no line without its entry
select p.community_id, p.seq, p.line from posting p
 where not exists (select from entry e where e.community_id = p.community_id and e.seq = p.seq)
