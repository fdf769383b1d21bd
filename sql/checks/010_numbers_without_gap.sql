-- title: 凭证号连续无断号 voucher numbers run from 1 without a gap
select community_id, fund, word, series, count(*) as numbers, max(number) as last from entry_number
 group by community_id, fund, word, series having min(number) <> 1 or max(number) <> count(*)
