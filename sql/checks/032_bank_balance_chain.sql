-- title: 银行流水余额连续 the bank's running balance follows line by line
select community_id, bank_line from (
    select l.*, lag(balance_fen) over w as before from bank_line l
    window w as (partition by community_id, bank_account_seq order by booked_on, seconds, entry_seq)
) c where before is not null and balance_fen is not null and before + amount_fen <> balance_fen
