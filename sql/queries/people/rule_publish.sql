-- Row of rules_published. Index: rule_pack_hash.
select rule_publish($1, $2, $3, $4, $5)
