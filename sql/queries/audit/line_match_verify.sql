-- All matches of a community. Index: line_match primary key.
select seq, line_seq, entry_seq, amount_fen::bigint as amount_fen, undone_seq from line_match where community_id = $1 order by seq, line_seq, entry_seq
