-- Which of these communities are bound to rules on a day. Index: rule_activation primary key.
select distinct community_id as community from rule_activation where community_id = any ($1::bigint[]) and from_date <= $2 order by 1
