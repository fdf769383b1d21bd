-- title: 引用只指向更早的记录 links lead to earlier records only
select r.community_id, r.seq, r.ref_seq from entry_ref r where r.ref_seq >= r.seq
