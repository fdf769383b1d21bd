-- The first seq from $2 on for which an entry table or the bank lines have a row. Index: primary keys.
select min(s) as seq from (
    (select seq as s from entry where community_id = $1 and seq >= $2 order by seq limit 1)
    union all (select seq from entry_number where community_id = $1 and seq >= $2 order by seq limit 1)
    union all (select seq from entry_ref where community_id = $1 and seq >= $2 order by seq limit 1)
    union all (select seq from posting where community_id = $1 and seq >= $2 order by seq limit 1)
    union all (select seq from posting_dim where community_id = $1 and seq >= $2 order by seq limit 1)
    union all (select seq from unit_line where community_id = $1 and seq >= $2 order by seq limit 1)
    union all (select entry_seq from bank_line where community_id = $1 and entry_seq >= $2 order by entry_seq limit 1)) k
