-- Funds of these bank accounts; no row where there is none. Index: bank_account primary key.
select k.ordinal, b.fund::bigint as fund from unnest($1::bigint[], $2::bigint[]) with ordinality as k (community_id, seq, ordinal)
  join bank_account b on b.community_id = k.community_id and b.opened_seq = k.seq order by k.ordinal
