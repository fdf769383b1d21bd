-- title: 导入的行数等于各状态之和 rows of an import are the sum of its states
select i.community_id, i.import from import_batch i
  left join (select community_id, received_seq, count(*) as n, count(*) filter (where state = 1) as fresh, count(*) filter (where state = 2) as seen
               from import_row group by 1, 2) r using (community_id, received_seq)
 where coalesce(r.n, 0) <> i.rows or (i.posted_seq is not null and (i.posted + i.refused + i.duplicate <> i.rows or i.posted + i.refused <> coalesce(r.fresh, 0)
    or i.duplicate <> coalesce(r.seen, 0)))
