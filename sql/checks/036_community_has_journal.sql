-- title: 每个小区有账本，每个账本有小区 every community has a journal and the other way round
select community_id from community c full join head h using (community_id) where c.opened_seq is distinct from 0 or h.size is null
