-- title: 合同预收款不多于未到期月份的收入 what is prepaid under a contract is not negative and not yet earned
-- C7: 2203 by contract, against the months behind the last closed one; a due covers the months up to the next due, equal parts, odd fen first.
with term as (
    select c.community_id, c.contract, c.opened_seq, extract(year from c.from_date)::integer * 12 + extract(month from c.from_date)::integer - 1 as first,
           greatest(1, (extract(year from c.to_date)::integer - extract(year from c.from_date)::integer) * 12
                       + extract(month from c.to_date)::integer - extract(month from c.from_date)::integer
                       + (extract(day from c.to_date) >= extract(day from c.from_date))::integer) as months,
           extract(year from c.ended_on)::integer * 12 + extract(month from c.ended_on)::integer - 1 as ended,
           (select extract(year from max(p.to_date))::integer * 12 + extract(month from max(p.to_date))::integer - 1 from period p
             where p.community_id = c.community_id) as sealed
      from contract c),
begun as (
    select t.community_id, t.contract, sum(d.amount_fen) as fen,
           least(greatest(extract(year from d.due_date)::integer * 12 + extract(month from d.due_date)::integer - 1 - t.first, 0), t.months - 1) as start
      from term t join contract_due d on d.community_id = t.community_id and d.contract = t.contract group by 1, 2, 4),
span as (
    select b.community_id, b.contract, b.start, b.fen::bigint as fen,
           (lead(b.start, 1, t.months) over (partition by b.community_id, b.contract order by b.start) - b.start) as months
      from begun b join term t on t.community_id = b.community_id and t.contract = b.contract),
unearned as (
    select t.community_id, t.opened_seq,
           case when t.ended <= t.sealed then 0
                else sum(s.fen - e.months * (s.fen / s.months) - least(e.months, s.fen % s.months)) end as fen
      from term t join span s on s.community_id = t.community_id and s.contract = t.contract
      cross join lateral (select least(greatest(coalesce(t.sealed, t.first - 1) - t.first - s.start + 1, 0), s.months) as months) e
     group by t.community_id, t.opened_seq, t.ended, t.sealed),
prepaid as (
    select d.community_id, d.value as contract_seq, sum(case p.side when 2 then p.amount_fen else -p.amount_fen end) as fen
      from posting_dim d join posting p on p.community_id = d.community_id and p.seq = d.seq and p.line = d.line
      join account a on a.community_id = p.community_id and a.account_no = p.account_no
     where d.dimension = 3 and a.fund = 2 and a.code like '2203%' group by d.community_id, d.value)
select p.community_id, p.contract_seq, p.fen as prepaid, u.fen as unearned
  from prepaid p left join unearned u on u.community_id = p.community_id and u.opened_seq = p.contract_seq
 where p.fen < 0 or p.fen > coalesce(u.fen, 0)
