-- All decisions of a community. Index: decision primary key.
select uuid_send(d.decision) as decision, matter, result, owners, took_part, in_favour, area_cm2, area_took_part, area_in_favour, from_date, to_date,
       announced, ballots, ballot_root, limit_fen, seq
  from decision d where community_id = $1 order by d.decision
