-- title: 每条挂起的记录都有银行流水 every held line has its bank line
select h.community_id, h.seq from held_line h
 where not exists (select from bank_line l where l.community_id = h.community_id and l.entry_seq = h.seq)
