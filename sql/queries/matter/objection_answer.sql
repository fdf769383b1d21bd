-- Answers an objection.
select objection_answer($1, $2, $3, $4, $5)
