-- Entries that book these records of matters, differences included: what they laid out in bonds and time deposits (debit less credit) and
-- what interest they booked; whether a red letter cancelled them. Index: entry_ref_applied, entry_ref_reversed, entry_ref_corrected, posting.
select x.ref_seq as seq, x.seq as entry_seq, s.principal, s.interest,
       exists (select from entry_ref r where r.community_id = $1 and r.role = 1 and r.ref_seq = x.seq) as reversed
  from unnest($2::bigint[]) as k (seq)
  join entry_ref x on x.community_id = $1 and x.role = 10 and x.ref_seq = k.seq
 cross join lateral (
        select coalesce(sum(case p.side when 1 then p.amount_fen else -p.amount_fen end)
                        filter (where left(a.code, 4) = '1101' or left(a.code, 6) = '100203' or b.opened_seq is not null), 0)::bigint as principal,
               coalesce(sum(case p.side when 2 then p.amount_fen else -p.amount_fen end) filter (where a.class = 4), 0)::bigint as interest
          from posting p
          join account a on a.community_id = p.community_id and a.account_no = p.account_no
          left join posting_dim d on d.community_id = p.community_id and d.seq = p.seq and d.line = p.line and d.dimension = 1
          left join bank_account b on b.community_id = p.community_id and b.opened_seq = d.value and b.purpose = 3
         where p.community_id = $1
           and (p.seq = x.seq or p.seq in (select f.seq from entry_ref f where f.community_id = $1 and f.role = 3 and f.ref_seq = x.seq))) s
 order by x.ref_seq, x.seq
