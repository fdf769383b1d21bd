-- Which of the records $2 of the communities $1 cannot be paid on. Index: order_case_subject.
select ordinal, order_seq from order_frozen_list($1, $2)
