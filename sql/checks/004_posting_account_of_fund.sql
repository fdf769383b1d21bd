-- title: 分录科目属于该资金 every line's account belongs to its fund
select p.community_id, p.seq, p.line from posting p
  left join account a on a.community_id = p.community_id and a.account_no = p.account_no
 where a.fund is distinct from p.fund
