-- Moves a matter; the details $8 stay a commitment of the record.
select matter_move($1, $3, $4, $5, $6, $7, $2) where $8::bytea is not null
