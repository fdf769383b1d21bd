-- Organizations of a community, by record. Index: organization primary key.
select organization, seq, type, name, coalesce(credit_code, '') as credit_code from organization where community_id = $1 order by seq
