-- All parties of a community. Index: party primary key.
select uuid_send(p.party) as party, name, bank_account, seq from party p where community_id = $1 order by p.party
