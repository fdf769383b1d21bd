-- What is left on each account and side of these entries after their differences. Index: entry_ref_corrected, posting primary key.
select k.ordinal, p.account_no, p.side, sum(p.amount_fen)::bigint as left_fen
  from unnest($1::bigint[], $2::bigint[]) with ordinality as k (community_id, seq, ordinal)
  cross join lateral (select k.seq union all
                      select r.seq from entry_ref r where r.community_id = k.community_id and r.ref_seq = k.seq and r.role = 3) e (seq)
  join posting p on p.community_id = k.community_id and p.seq = e.seq
 group by k.ordinal, p.account_no, p.side order by k.ordinal, p.account_no, p.side
