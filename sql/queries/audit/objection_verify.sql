-- All objections of a community. Index: objection primary key.
select opened_seq, about_seq, uuid_send(subject) as subject, text, state, answer, seq from objection where community_id = $1 order by opened_seq
