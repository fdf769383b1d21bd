-- Years of the holiday calendar.

create or replace function holiday_load(p_first date, p_last date, p_dates date[], p_works boolean[], p_names text[])
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    delete from holiday where date between p_first and p_last;
    insert into holiday (date, works, name) select d, w, n from unnest(p_dates, p_works, p_names) as k (d, w, n);
end
$$;
comment on function holiday_load(date, date, date[], boolean[], text[]) is 'puts the days of a year in the place of those that were there';
