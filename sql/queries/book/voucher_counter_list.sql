-- Last numbers of these series, 0 where a series is new. Index: voucher_counter primary key.
select k.ordinal, coalesce(c.last_no, 0) as last_no
  from unnest($1::bigint[], $2::smallint[], $3::smallint[], $4::integer[]) with ordinality as k (community_id, fund, word, series, ordinal)
  left join voucher_counter c on c.community_id = k.community_id and c.fund = k.fund and c.word = k.word and c.series = k.series
 order by k.ordinal
