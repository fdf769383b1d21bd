-- Whether a pack of this hash was published. Index: rule_pack_hash.
select true as known from rule_pack where community_id = $1 and sha256(pack) = $2
