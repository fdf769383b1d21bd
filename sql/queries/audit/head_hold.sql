-- Stops writing to a journal whose head and records disagree.
select head_hold($1)
