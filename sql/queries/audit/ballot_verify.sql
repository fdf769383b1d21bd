-- All ballots of a community, by decision and voter. Index: ballot primary key.
select decision_seq, uuid_send(voter) as voter, choice, units, area_cm2, salt from ballot where community_id = $1
 order by decision_seq, ballot.voter
