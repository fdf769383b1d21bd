-- Every community that any table knows, each found by one step over the primary key of the table.
with recursive
journal_c (c) as (
    (select community_id from journal order by community_id limit 1) union all
    select (select t.community_id from journal t where t.community_id > p.c order by t.community_id limit 1) from journal_c p where p.c is not null),
head_c (c) as (
    (select community_id from head order by community_id limit 1) union all
    select (select t.community_id from head t where t.community_id > p.c order by t.community_id limit 1) from head_c p where p.c is not null),
tile_c (c) as (
    (select community_id from tile order by community_id limit 1) union all
    select (select t.community_id from tile t where t.community_id > p.c order by t.community_id limit 1) from tile_c p where p.c is not null),
request_claim_c (c) as (
    (select community_id from request_claim order by community_id limit 1) union all
    select (select t.community_id from request_claim t where t.community_id > p.c order by t.community_id limit 1) from request_claim_c p where p.c is not null),
opening_c (c) as (
    (select community_id from opening order by community_id limit 1) union all
    select (select t.community_id from opening t where t.community_id > p.c order by t.community_id limit 1) from opening_c p where p.c is not null),
community_c (c) as (
    (select community_id from community order by community_id limit 1) union all
    select (select t.community_id from community t where t.community_id > p.c order by t.community_id limit 1) from community_c p where p.c is not null),
subject_c (c) as (
    (select community_id from subject order by community_id limit 1) union all
    select (select t.community_id from subject t where t.community_id > p.c order by t.community_id limit 1) from subject_c p where p.c is not null),
unit_c (c) as (
    (select community_id from unit order by community_id limit 1) union all
    select (select t.community_id from unit t where t.community_id > p.c order by t.community_id limit 1) from unit_c p where p.c is not null),
unit_owner_c (c) as (
    (select community_id from unit_owner order by community_id limit 1) union all
    select (select t.community_id from unit_owner t where t.community_id > p.c order by t.community_id limit 1) from unit_owner_c p where p.c is not null),
unit_key_c (c) as (
    (select community_id from unit_key order by community_id limit 1) union all
    select (select t.community_id from unit_key t where t.community_id > p.c order by t.community_id limit 1) from unit_key_c p where p.c is not null),
unit_line_c (c) as (
    (select community_id from unit_line order by community_id limit 1) union all
    select (select t.community_id from unit_line t where t.community_id > p.c order by t.community_id limit 1) from unit_line_c p where p.c is not null),
period_c (c) as (
    (select community_id from period order by community_id limit 1) union all
    select (select t.community_id from period t where t.community_id > p.c order by t.community_id limit 1) from period_c p where p.c is not null),
reservation_c (c) as (
    (select community_id from reservation order by community_id limit 1) union all
    select (select t.community_id from reservation t where t.community_id > p.c order by t.community_id limit 1) from reservation_c p where p.c is not null),
limit_policy_c (c) as (
    (select community_id from limit_policy order by community_id limit 1) union all
    select (select t.community_id from limit_policy t where t.community_id > p.c order by t.community_id limit 1) from limit_policy_c p where p.c is not null),
fund_c (c) as (
    (select community_id from fund order by community_id limit 1) union all
    select (select t.community_id from fund t where t.community_id > p.c order by t.community_id limit 1) from fund_c p where p.c is not null),
account_c (c) as (
    (select community_id from account order by community_id limit 1) union all
    select (select t.community_id from account t where t.community_id > p.c order by t.community_id limit 1) from account_c p where p.c is not null),
account_name_c (c) as (
    (select community_id from account_name order by community_id limit 1) union all
    select (select t.community_id from account_name t where t.community_id > p.c order by t.community_id limit 1) from account_name_c p where p.c is not null),
bank_account_c (c) as (
    (select community_id from bank_account order by community_id limit 1) union all
    select (select t.community_id from bank_account t where t.community_id > p.c order by t.community_id limit 1) from bank_account_c p where p.c is not null),
entry_c (c) as (
    (select community_id from entry order by community_id limit 1) union all
    select (select t.community_id from entry t where t.community_id > p.c order by t.community_id limit 1) from entry_c p where p.c is not null),
entry_number_c (c) as (
    (select community_id from entry_number order by community_id limit 1) union all
    select (select t.community_id from entry_number t where t.community_id > p.c order by t.community_id limit 1) from entry_number_c p where p.c is not null),
entry_ref_c (c) as (
    (select community_id from entry_ref order by community_id limit 1) union all
    select (select t.community_id from entry_ref t where t.community_id > p.c order by t.community_id limit 1) from entry_ref_c p where p.c is not null),
posting_c (c) as (
    (select community_id from posting order by community_id limit 1) union all
    select (select t.community_id from posting t where t.community_id > p.c order by t.community_id limit 1) from posting_c p where p.c is not null),
posting_dim_c (c) as (
    (select community_id from posting_dim order by community_id limit 1) union all
    select (select t.community_id from posting_dim t where t.community_id > p.c order by t.community_id limit 1) from posting_dim_c p where p.c is not null),
balance_c (c) as (
    (select community_id from balance order by community_id limit 1) union all
    select (select t.community_id from balance t where t.community_id > p.c order by t.community_id limit 1) from balance_c p where p.c is not null),
turnover_c (c) as (
    (select community_id from turnover order by community_id limit 1) union all
    select (select t.community_id from turnover t where t.community_id > p.c order by t.community_id limit 1) from turnover_c p where p.c is not null),
voucher_counter_c (c) as (
    (select community_id from voucher_counter order by community_id limit 1) union all
    select (select t.community_id from voucher_counter t where t.community_id > p.c order by t.community_id limit 1) from voucher_counter_c p where p.c is not null),
document_c (c) as (
    (select community_id from document order by community_id limit 1) union all
    select (select t.community_id from document t where t.community_id > p.c order by t.community_id limit 1) from document_c p where p.c is not null),
matter_c (c) as (
    (select community_id from matter order by community_id limit 1) union all
    select (select t.community_id from matter t where t.community_id > p.c order by t.community_id limit 1) from matter_c p where p.c is not null),
decision_c (c) as (
    (select community_id from decision order by community_id limit 1) union all
    select (select t.community_id from decision t where t.community_id > p.c order by t.community_id limit 1) from decision_c p where p.c is not null),
ballot_c (c) as (
    (select community_id from ballot order by community_id limit 1) union all
    select (select t.community_id from ballot t where t.community_id > p.c order by t.community_id limit 1) from ballot_c p where p.c is not null),
party_c (c) as (
    (select community_id from party order by community_id limit 1) union all
    select (select t.community_id from party t where t.community_id > p.c order by t.community_id limit 1) from party_c p where p.c is not null),
contract_c (c) as (
    (select community_id from contract order by community_id limit 1) union all
    select (select t.community_id from contract t where t.community_id > p.c order by t.community_id limit 1) from contract_c p where p.c is not null),
contract_due_c (c) as (
    (select community_id from contract_due order by community_id limit 1) union all
    select (select t.community_id from contract_due t where t.community_id > p.c order by t.community_id limit 1) from contract_due_c p where p.c is not null),
document_blob_c (c) as (
    (select community_id from document_blob order by community_id limit 1) union all
    select (select t.community_id from document_blob t where t.community_id > p.c order by t.community_id limit 1) from document_blob_c p where p.c is not null),
import_batch_c (c) as (
    (select community_id from import_batch order by community_id limit 1) union all
    select (select t.community_id from import_batch t where t.community_id > p.c order by t.community_id limit 1) from import_batch_c p where p.c is not null),
bank_line_c (c) as (
    (select community_id from bank_line order by community_id limit 1) union all
    select (select t.community_id from bank_line t where t.community_id > p.c order by t.community_id limit 1) from bank_line_c p where p.c is not null),
import_row_c (c) as (
    (select community_id from import_row order by community_id limit 1) union all
    select (select t.community_id from import_row t where t.community_id > p.c order by t.community_id limit 1) from import_row_c p where p.c is not null)
select c as community_id from (
    select c from journal_c
    union select c from head_c
    union select c from tile_c
    union select c from request_claim_c
    union select c from opening_c
    union select c from community_c
    union select c from subject_c
    union select c from unit_c
    union select c from unit_owner_c
    union select c from unit_key_c
    union select c from unit_line_c
    union select c from period_c
    union select c from reservation_c
    union select c from limit_policy_c
    union select c from fund_c
    union select c from account_c
    union select c from account_name_c
    union select c from bank_account_c
    union select c from entry_c
    union select c from entry_number_c
    union select c from entry_ref_c
    union select c from posting_c
    union select c from posting_dim_c
    union select c from balance_c
    union select c from turnover_c
    union select c from voucher_counter_c
    union select c from document_c
    union select c from matter_c
    union select c from decision_c
    union select c from ballot_c
    union select c from party_c
    union select c from contract_c
    union select c from contract_due_c
    union select c from document_blob_c
    union select c from import_batch_c
    union select c from bank_line_c
    union select c from import_row_c
) k where c is not null order by c
