-- All activations of rules of a community. Index: rule_activation primary key.
select seq, rule_set, from_date from rule_activation where community_id = $1 order by seq
