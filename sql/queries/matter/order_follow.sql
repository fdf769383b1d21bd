-- Moves an order, as order_followed_up says.
select order_follow($1, $2, $3, $4, $5)
