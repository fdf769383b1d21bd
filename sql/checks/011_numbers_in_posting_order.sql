-- title: 凭证号按记账顺序 voucher numbers follow the order of posting
select community_id, fund, word, series, number from (
    select *, lag(seq) over (partition by community_id, fund, word, series order by number) as before from entry_number
) n where before >= seq
