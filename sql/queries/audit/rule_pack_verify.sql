-- All published packs of a community. Index: rule_pack primary key.
select seq, convert_to(layer, 'UTF8') as layer, convert_to(version, 'UTF8') as version, pack from rule_pack where community_id = $1 order by seq
