-- A draft became an entry.
select draft_post($1, $2, $3, $4, $5, $6)
