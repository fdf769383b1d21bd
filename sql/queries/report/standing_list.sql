-- Turnover of fund $2 by account and month up to day $4 among the first $5 records, apart what ordinary, carry-forward and opening entries
-- booked; months before $3 are added up as month 0. From the month sums, less what lies later in the last month, less what was recorded
-- later. Index: balance and account primary keys, posting_account, posting primary key, entry_number_community_id_fund_word_series_number_key.
select a.code, a.name, a.class, a.normal_side, case when t.month < $3 then 0 else t.month end as month,
       (sum(t.debit) - sum(t.carried_debit) - sum(t.opened_debit))::bigint as debit_fen,
       (sum(t.credit) - sum(t.carried_credit) - sum(t.opened_credit))::bigint as credit_fen,
       sum(t.carried_debit)::bigint as carried_debit_fen, sum(t.carried_credit)::bigint as carried_credit_fen,
       sum(t.opened_debit)::bigint as opened_debit_fen, sum(t.opened_credit)::bigint as opened_credit_fen
  from (select b.account_no, b.month, b.debit_fen::bigint as debit, b.credit_fen::bigint as credit, b.carried_debit_fen::bigint as carried_debit,
               b.carried_credit_fen::bigint as carried_credit, 0::bigint as opened_debit, 0::bigint as opened_credit
          from balance b
         where b.community_id = $1 and b.fund = $2 and b.month <= extract(year from $4::date) * 12 + extract(month from $4::date) - 1
        union all
        select l.account_no, l.month, -l.debit, -l.credit, case l.type when 6 then -l.debit else 0 end, case l.type when 6 then -l.credit else 0 end,
               0, 0
          from (select p.account_no, (extract(year from p.booking_date) * 12 + extract(month from p.booking_date) - 1)::integer as month,
                       case p.side when 1 then p.amount_fen else 0 end as debit, case p.side when 2 then p.amount_fen else 0 end as credit,
                       e.entry_type as type
                  from account c
                  join posting p on p.community_id = c.community_id and p.account_no = c.account_no and p.booking_date > $4
                                and p.booking_date < date_trunc('month', $4::date) + interval '1 month'
                  join entry e on e.community_id = p.community_id and e.seq = p.seq
                 where c.community_id = $1 and c.fund = $2
                union all
                select p.account_no, (extract(year from p.booking_date) * 12 + extract(month from p.booking_date) - 1)::integer,
                       case p.side when 1 then p.amount_fen else 0 end, case p.side when 2 then p.amount_fen else 0 end, e.entry_type
                  from posting p
                  join entry e on e.community_id = p.community_id and e.seq = p.seq
                 where p.community_id = $1 and p.seq >= $5 and p.fund = $2 and p.booking_date <= $4) l
        union all
        select p.account_no, (extract(year from p.booking_date) * 12 + extract(month from p.booking_date) - 1)::integer, 0, 0, 0, 0,
               case p.side when 1 then p.amount_fen else 0 end, case p.side when 2 then p.amount_fen else 0 end
          from entry_number n
          join entry e on e.community_id = n.community_id and e.seq = n.seq and e.entry_type = 5 and e.booking_date <= $4
          join posting p on p.community_id = n.community_id and p.seq = n.seq and p.fund = n.fund
         where n.community_id = $1 and n.fund = $2 and n.word = 6 and n.seq < $5) t
  join account a on a.community_id = $1 and a.account_no = t.account_no
 group by a.code, a.name, a.class, a.normal_side, 5
 order by a.code collate "C", 5
