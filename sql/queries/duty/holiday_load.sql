-- Puts a year of holidays in place; works $4: 1 or 0.
select holiday_load($1, $2, $3, (select array_agg(w = 1 order by n) from unnest($4::smallint[]) with ordinality as k (w, n)), $5)
