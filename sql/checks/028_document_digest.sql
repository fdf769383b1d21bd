-- title: 归档文件与其摘要相符 every archived file has the digest and length that were recorded
select d.community_id, d.document from document d left join document_blob b on b.community_id = d.community_id and b.document = d.document
  left join opening o on o.community_id = d.community_id and o.commitment = d.content
 where b.content is null or sha256(b.content) <> b.sha256 or length(b.content) <> d.length or o.value is distinct from b.sha256
