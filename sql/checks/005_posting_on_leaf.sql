-- title: 只有末级科目记账 only leaf accounts take lines
select p.community_id, p.seq, p.line from posting p
 where exists (select from account c where c.community_id = p.community_id and c.parent = p.account_no)
