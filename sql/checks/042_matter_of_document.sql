-- title: 事项与凭证附件相符 every matter of a document has its document, and its details have their opening
select m.community_id, m.id from matter m
  left join document d on d.community_id = m.community_id and d.document = m.id
  left join opening o on o.community_id = m.community_id and o.commitment = m.details and o.class = 10
 where m.noun = 1 and (d.document is null or o.value is null or m.state not between 1 and 3)
