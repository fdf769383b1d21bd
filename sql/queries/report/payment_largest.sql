-- The ten entries of a fund by which most money left its accounts from month $3 to month $4. Index: entry_number_paid, entry, posting and
-- opening primary keys.
with paid as (
    select n.seq, n.word, n.series, n.number, n.paid_fen
      from generate_series($3::integer, $4::integer) as m (month)
     cross join lateral (select * from entry_number p
                          where p.community_id = $1 and p.fund = $2 and p.series = m.month / 12 * 100 + m.month % 12 + 1 and p.paid_fen > 0
                          order by p.paid_fen desc, p.seq limit 10) n
     order by n.paid_fen desc, n.seq
     limit 10)
select e.booking_date, x.word, x.series, x.number, convert_from(o.value, 'UTF8') as summary, x.paid_fen as amount_fen,
       exists (select from entry_ref r where r.community_id = e.community_id and r.ref_seq = e.seq and r.role = 1) as reversed,
       (select string_agg(distinct a.code, ' ')
          from posting p
          join account a on a.community_id = p.community_id and a.account_no = p.account_no
         where p.community_id = e.community_id and p.seq = e.seq and p.fund = $2 and p.side = 1 and a.code not like '100%') as accounts
  from paid x
  join entry e on e.community_id = $1 and e.seq = x.seq
  left join opening o on o.community_id = e.community_id and o.commitment = e.summary
 order by x.paid_fen desc, x.seq
