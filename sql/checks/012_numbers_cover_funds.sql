-- title: 凭证在每个涉及的资金各有一个号 an entry has one number in each fund it touches
select community_id, seq, fund
  from (select distinct community_id, seq, fund, 1 as lines from posting) p
  full join (select community_id, seq, fund, 1 as numbers from entry_number) n using (community_id, seq, fund)
 where p.lines is null or n.numbers is null
