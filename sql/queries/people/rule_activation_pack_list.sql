-- The packs of one activation as they were published, by name. Index: rule_activation_pack primary key, rule_pack_hash.
select a.layer, p.pack as canonical from rule_activation_pack a left join rule_pack p on p.community_id = a.community_id and sha256(p.pack) = a.pack
 where a.community_id = $1 and a.seq = $2 order by a.layer collate "C"
