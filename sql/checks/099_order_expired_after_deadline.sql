-- title: 逾期的责令确已过改正期限 an order is noted as expired only behind its deadline
select o.community_id, o.opened_seq from order_case o join journal j on j.community_id = o.community_id and j.seq = o.seq
 where o.state = 3 and (j.recorded_at at time zone interval '8 hours')::date <= o.deadline
