-- The imports that raw rows name, found one after the other. Index: import_row primary key.
with recursive k (r) as (
    (select received_seq from import_row where community_id = $1 order by received_seq limit 1) union all
    select (select i.received_seq from import_row i where i.community_id = $1 and i.received_seq > k.r order by i.received_seq limit 1)
      from k where k.r is not null)
select r as received_seq from k where r is not null
