-- All bank accounts of a community. Index: bank_account primary key.
select opened_seq, fund, convert_to(bank, 'UTF8') as bank, purpose, number, closed_seq from bank_account where community_id = $1 order by opened_seq
