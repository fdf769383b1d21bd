-- What the books say lies on bank account $2 at the end of day $3, and what its statement says, as the first $4 records know it: the newest assertion of
-- this very day. Index: posting_dim primary key, assertion_day.
select bank_book_balance($1, $2, $3, $4) as book, a.seq as asserted_seq, a.balance_fen::bigint as bank, a.lines,
       coalesce(convert_from(t.value, 'UTF8'), '') as document,
       exists (select from bank_line l where l.community_id = $1 and l.bank_account_seq = $2 and l.entry_seq < $4) as has_lines
  from (values (1)) k (one)
  left join lateral (
        select * from assertion x where x.community_id = $1 and x.bank_account_seq = $2 and x.as_of = $3 and x.seq < $4 order by x.seq desc limit 1) a on true
  left join document d on d.community_id = $1 and d.seq = a.document_seq
  left join opening t on t.community_id = d.community_id and t.commitment = d.title
