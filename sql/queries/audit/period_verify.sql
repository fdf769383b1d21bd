-- All sealed periods of a community. Index: period primary key.
select to_date, from_date, lo, seal_seq, root, previous_seq, balances, balance_root, units, unit_root, accounts, account_root, entries, debit_fen,
       credit_fen
  from period where community_id = $1 order by to_date
