-- Raw rows of an import from ordinal $3 on, each with the bank line it states. Index: import_row and bank_line primary keys.
select r.ordinal, r.row_no, r.raw, r.salt, uuid_send(r.bank_line) as bank_line, r.state, b.received_seq as line_received, b.row_no as line_row
  from import_row r
  left join bank_line b on b.community_id = r.community_id and b.bank_line = r.bank_line
 where r.community_id = $1 and r.received_seq = $2 and r.ordinal >= $3 order by r.ordinal limit 4096
