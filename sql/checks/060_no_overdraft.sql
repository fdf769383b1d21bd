-- title: 不透支、不动用已预留的钱 no payment by hand overdraws an account of money or takes what is held for another
with movement as (
    select p.community_id, p.account_no, p.seq, e.source,
           sum(case when p.side = 1 then p.amount_fen::numeric else -p.amount_fen end) as moved
      from posting p
      join account a on a.community_id = p.community_id and a.account_no = p.account_no
      join entry e on e.community_id = p.community_id and e.seq = p.seq
     where left(a.code, 4) in ('1001', '1002', '1012', '1101', '1201')
     group by p.community_id, p.account_no, p.seq, e.source
), event as (
    select m.community_id, m.account_no, m.seq, m.moved, 0 as held, m.source from movement m
    union all
    select r.community_id, r.account_no, r.opened_seq, 0, r.amount_fen, 1 from reservation r
    union all
    select r.community_id, r.account_no, r.seq, 0, r.captured_fen - r.amount_fen, 0 from reservation r where r.state > 1
    union all
    select r.community_id, r.account_no, x.seq, 0, -x.amount_fen, 0 from reservation r
      join entry_ref x on x.community_id = r.community_id and x.role = 7 and x.ref_seq = r.opened_seq
), step as (
    select community_id, account_no, seq, sum(moved) as moved, sum(held) as held, bool_or(source in (1, 3)) as judged
      from event group by community_id, account_no, seq
), running as (
    select s.*, sum(moved) over w as posted, sum(held) over w as reserved from step s
    window w as (partition by community_id, account_no order by seq)
)
select community_id, account_no, seq, posted, reserved from running
 where judged and ((moved < 0 and posted < 0) or (moved - held < 0 and posted - reserved < 0))
