-- Who gave an approval. Index: approval primary key.
select approver from approval where community_id = $1 and seq = $2
