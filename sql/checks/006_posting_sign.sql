-- title: 负数只在红字凭证里 negative amounts only in red-letter and difference entries
select p.community_id, p.seq, p.line from posting p join entry e on e.community_id = p.community_id and e.seq = p.seq
 where (p.amount_fen < 0 and e.entry_type not in (2, 4)) or (p.amount_fen > 0 and e.entry_type = 2)
