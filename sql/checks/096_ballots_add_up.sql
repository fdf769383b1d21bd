-- title: 选票合计等于表决结果 ballots add up to the figures of their vote
-- CN-SPC-9: one ballot a person. An invalid ballot takes no part, an abstention does and is not in favour. Totals of a platform have no ballots.
select d.community_id, d.seq, d.took_part, d.in_favour, count(b.voter) as ballots
  from decision d left join ballot b on b.community_id = d.community_id and b.decision_seq = d.seq
 group by d.community_id, d.decision having count(b.voter) <> d.ballots
    or (d.ballots > 0 and (count(b.voter) filter (where b.choice <> 4) <> d.took_part or count(b.voter) filter (where b.choice = 1) <> d.in_favour
        or coalesce(sum(b.area_cm2) filter (where b.choice <> 4), 0) <> d.area_took_part
        or coalesce(sum(b.area_cm2) filter (where b.choice = 1), 0) <> d.area_in_favour))
