-- title: 凭证号计数器等于最后一个号 the counter of a series is its last number
select community_id, fund, word, series from voucher_counter c
  full join (select community_id, fund, word, series, max(number) as last from entry_number group by 1, 2, 3, 4) n using (community_id, fund, word, series)
 where c.last_no is distinct from n.last
