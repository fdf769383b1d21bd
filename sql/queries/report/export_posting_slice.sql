-- Lines of the entries between two seqs, with their accounts. Index: posting primary key.
select p.seq, p.line, p.side, p.amount_fen::bigint as amount, a.fund, a.code, a.name, a.class
  from posting p join account a on a.community_id = p.community_id and a.account_no = p.account_no
 where p.community_id = $1 and p.seq between $2 and $3 order by p.seq, p.line
