-- What speaks for a lost record $2: a claim that covers it, how many tables have its rows, the last seq that any table knows.
-- Index: primary keys.
select exists (select from request_claim where community_id = $1 and first_seq <= $2 and first_seq + record_count > $2) as claimed,
       (select count(distinct t) from (
           select 1 as t from entry where community_id = $1 and seq = $2
           union all select 2 from posting where community_id = $1 and seq = $2
           union all select 3 from account where community_id = $1 and (opened_seq = $2 or seq = $2)
           union all select 20 from account_name where community_id = $1 and from_seq = $2
           union all select 4 from bank_account where community_id = $1 and opened_seq = $2
           union all select 5 from fund where community_id = $1 and opened_seq = $2
           union all select 6 from community where community_id = $1 and opened_seq = $2
           union all select 7 from subject where community_id = $1 and seq = $2
           union all select 10 from unit where community_id = $1 and seq = $2
           union all select 11 from unit_owner where community_id = $1 and seq = $2
           union all select 12 from unit_line where community_id = $1 and seq = $2
           union all select 13 from period where community_id = $1 and seal_seq = $2
           union all select 8 from document where community_id = $1 and seq = $2
           union all select 9 from import_batch where community_id = $1 and (received_seq = $2 or posted_seq = $2)
           union all select 14 from reservation where community_id = $1 and (opened_seq = $2 or seq = $2)
           union all select 15 from limit_policy where community_id = $1 and (opened_seq = $2 or seq = $2)
           union all select 17 from party where community_id = $1 and seq = $2
           union all select 18 from contract where community_id = $1 and (opened_seq = $2 or seq = $2)
           union all select 19 from contract_due where community_id = $1 and seq = $2
           union all select 20 from assertion where community_id = $1 and seq = $2
           union all select 21 from held_line where community_id = $1 and seq = $2
           union all select 22 from line_match where community_id = $1 and (seq = $2 or undone_seq = $2)
           union all select 23 from order_case where community_id = $1 and (opened_seq = $2 or seq = $2)
           union all select 24 from objection where community_id = $1 and (opened_seq = $2 or seq = $2)
           union all select 27 from decision where community_id = $1 and seq = $2
           union all select 10 from matter where community_id = $1 and (opened_seq = $2 or seq = $2)) k) as tables,
       (select max(s) from (
           select max(seq) as s from entry where community_id = $1
           union all select max(seq) from posting where community_id = $1
           union all select max(first_seq + record_count - 1) from request_claim where community_id = $1
           union all select max(seq) from unit where community_id = $1
           union all select max(seal_seq) from period where community_id = $1
           union all select max(seq) from account where community_id = $1
           union all select max(seq) from reservation where community_id = $1
           union all select max(seq) from limit_policy where community_id = $1
           union all select max(posted_seq) from import_batch where community_id = $1
           union all select max(seq) from order_case where community_id = $1
           union all select max(seq) from objection where community_id = $1
           union all select max(seq) from party where community_id = $1
           union all select max(seq) from contract where community_id = $1
           union all select max(seq) from assertion where community_id = $1
           union all select max(seq) from held_line where community_id = $1
           union all select max(greatest(seq, undone_seq)) from line_match where community_id = $1
           union all select max(seq) from decision where community_id = $1
           union all select max(seq) from matter where community_id = $1) m) as last
