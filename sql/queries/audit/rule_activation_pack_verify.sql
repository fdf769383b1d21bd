-- The packs of all activations of a community. Index: rule_activation_pack primary key.
select seq, convert_to(layer, 'UTF8') as layer, pack from rule_activation_pack where community_id = $1 order by seq, layer collate "C"
