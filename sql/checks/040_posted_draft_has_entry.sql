-- title: 已入账的草稿都有凭证 every posted draft has its entry
select d.community_id, d.draft from draft d
 where d.state = 4 and not exists (select from entry e where e.community_id = d.community_id and e.seq = d.entry_seq)
