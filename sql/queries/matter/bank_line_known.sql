-- Which of these rows are bank lines already, by identity or by the bank's id. Index: bank_line primary key, bank_line_serial.
select k.ordinal, l.bank_line, l.amount_fen::bigint as amount
  from unnest($3::uuid[], $4::text[]) with ordinality as k (bank_line, serial, ordinal)
  join lateral (
        select b.bank_line, b.amount_fen from bank_line b where b.community_id = $1 and b.bank_line = k.bank_line
        union
        select b.bank_line, b.amount_fen from bank_line b
         where b.community_id = $1 and b.bank_account_seq = $2 and b.serial = k.serial and b.serial <> ''
       ) l on true
 order by k.ordinal
