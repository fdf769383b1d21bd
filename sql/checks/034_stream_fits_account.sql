-- title: 收入科目与来源对应 the stream of an income line is the one of its account
select p.community_id, p.seq, p.line from posting p join account a on a.community_id = p.community_id and a.account_no = p.account_no
  join posting_dim d on d.community_id = p.community_id and d.seq = p.seq and d.line = p.line and d.dimension = 2
 where p.fund <> 1 and a.code ~ '^(40|50)(0[1-9]|1[0-7])' and substring(a.code from 3 for 2)::integer <> d.value
