-- title: 导入的凭证都有银行流水，且引用其导入 imported entries have a bank line and refer to its import
select r.community_id, r.seq from entry_ref r
  left join bank_line l on l.community_id = r.community_id and l.entry_seq = r.seq
 where r.role = 6 and l.received_seq is distinct from r.ref_seq
   and exists (select from entry e where e.community_id = r.community_id and e.seq = r.seq and e.entry_type <> 5)
