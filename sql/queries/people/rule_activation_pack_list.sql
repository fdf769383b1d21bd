-- The packs of one activation, by name. Index: rule_activation_pack primary key.
select layer, pack from rule_activation_pack where community_id = $1 and seq = $2 order by layer collate "C"
