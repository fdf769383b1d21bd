-- title: 没有提前记账 nothing is booked ahead of the day it was written
select community_id, seq from entry where booking_date > (recorded_at at time zone interval '8 hours')::date
