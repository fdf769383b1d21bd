-- All funds of a community. Index: fund primary key.
select fund, convert_to(custodian, 'UTF8') as custodian, regime, opened_seq, closed_seq from fund where community_id = $1 order by fund
