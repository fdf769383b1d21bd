-- All accounts of a community. Index: account primary key.
select account_no, fund, convert_to(code, 'UTF8') as code, convert_to(name, 'UTF8') as name, class, normal_side, parent, unit_ledger, counter_fund,
       opened_seq, closed_seq, convert_to(opened_name, 'UTF8') as opened_name, seq
  from account where community_id = $1 order by account_no
