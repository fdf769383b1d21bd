-- Activations of a community with the names of their packs, by record. Index: rule_activation and rule_activation_pack primary keys.
select a.seq, a.from_date as "from", a.rule_set,
       (select string_agg(p.layer, ' ' order by p.layer collate "C") from rule_activation_pack p
         where p.community_id = a.community_id and p.seq = a.seq) as packs
  from rule_activation a where a.community_id = $1 order by a.seq
