-- Funds of a community. Index: fund primary key.
select fund, custodian from fund where community_id = $1 order by fund
