-- The ten entries of a fund by which most money left its accounts from day $3 to day $4. Index: posting_account, entry primary key.
with paid as (
    select p.seq, sum(case p.side when 2 then p.amount_fen else -p.amount_fen end)::bigint as amount_fen
      from account a
      join posting p on p.community_id = a.community_id and p.account_no = a.account_no
     where a.community_id = $1 and a.fund = $2 and (a.code like '100%' or a.code like '1012%' or a.code = '1201')
       and p.booking_date between $3 and $4
     group by p.seq
    having sum(case p.side when 2 then p.amount_fen else -p.amount_fen end) > 0
     order by 2 desc, 1
     limit 10)
select e.booking_date, n.word, n.series, n.number, convert_from(o.value, 'UTF8') as summary, x.amount_fen,
       exists (select from entry_ref r where r.community_id = e.community_id and r.ref_seq = e.seq and r.role = 1) as reversed,
       (select string_agg(distinct a.code, ' ')
          from posting p
          join account a on a.community_id = p.community_id and a.account_no = p.account_no
         where p.community_id = e.community_id and p.seq = e.seq and p.fund = $2 and p.side = 1 and a.code not like '100%') as accounts
  from paid x
  join entry e on e.community_id = $1 and e.seq = x.seq
  join entry_number n on n.community_id = e.community_id and n.seq = e.seq and n.fund = $2
  left join opening o on o.community_id = e.community_id and o.commitment = e.summary
 order by x.amount_fen desc, x.seq
