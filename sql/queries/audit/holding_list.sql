-- What lies on these accounts and what is held there: posted at any date, debit less credit. Sums are taken only where a rule asks for them.
-- Index: account, limit_policy and balance primary keys, reservation_open.
select ordinal, fund, code, limit_kind, floor, posted, reserved from holding_list($1, $2)
