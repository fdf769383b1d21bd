-- title: 差额凭证只调整原凭证的科目和方向，且不超过原金额 a difference moves accounts and sides of its original only, and no further than what is left
with link as (
    select community_id, seq, ref_seq from entry_ref where role = 3
), part as (
    select l.community_id, l.ref_seq, p.account_no, p.side, p.amount_fen, true as moved from link l
      join posting p on p.community_id = l.community_id and p.seq = l.seq
    union all
    select l.community_id, l.ref_seq, p.account_no, p.side, p.amount_fen, false from (select distinct community_id, ref_seq from link) l
      join posting p on p.community_id = l.community_id and p.seq = l.ref_seq
)
select community_id, ref_seq, account_no, side from part group by community_id, ref_seq, account_no, side
having sum(amount_fen) < 0 or bool_and(moved)
