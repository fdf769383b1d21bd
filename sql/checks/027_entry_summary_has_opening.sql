-- title: 每个摘要和收付方都有原文 every summary and payee has its opening
select e.community_id, e.seq from entry e
 where not exists (select from opening o where o.community_id = e.community_id and o.commitment = e.summary)
    or (e.payee is not null and not exists (select from opening o where o.community_id = e.community_id and o.commitment = e.payee))
