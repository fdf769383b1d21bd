-- First and last month with turnover in a fund. Index: balance primary key.
select min(month) as first_month, max(month) as last_month from balance where community_id = $1 and fund = $2
