-- Which contracts (3), parties (4) and warranty deposits (5) a batch names do exist; value -1 asks whether a community has any contract. Index: contract_opened, party_seq, matter_opened.
select k.ordinal from unnest($1::bigint[], $2::smallint[], $3::bigint[]) with ordinality as k (community_id, dimension, value, ordinal)
 where (k.dimension = 3 and exists (select from contract c where c.community_id = k.community_id and (c.opened_seq = k.value or k.value = -1)))
    or (k.dimension = 4 and exists (select from party p where p.community_id = k.community_id and p.seq = k.value))
    or (k.dimension = 5 and exists (select from matter m where m.community_id = k.community_id and m.opened_seq = k.value and m.noun = 8))
 order by k.ordinal
