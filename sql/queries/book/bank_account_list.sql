-- Bank accounts of a community with their numbers. Index: bank_account and opening primary keys.
select b.opened_seq, b.fund, b.bank, b.purpose, convert_from(o.value, 'UTF8') as number
  from bank_account b join opening o on o.community_id = b.community_id and o.commitment = b.number
 where b.community_id = $1 and b.closed_seq is null order by b.opened_seq
