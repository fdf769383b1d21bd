-- Last number of every series of the months from $2 to $3. Index: voucher_counter primary key.
select fund, (series / 100)::smallint as year, word, (series % 100)::smallint as month, last_no as number
  from voucher_counter
 where community_id = $1 and series between extract(year from $2::date)::int * 100 + extract(month from $2::date)::int
                                       and extract(year from $3::date)::int * 100 + extract(month from $3::date)::int
 order by fund, word, series
