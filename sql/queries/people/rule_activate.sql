-- Rows of rules_activated.
select rule_activate($1, $2, $3, $4, $5, $6)
