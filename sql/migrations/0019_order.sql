-- The table of moves for every noun with states: which matters a row is for, and whose move it is.

delete from transition;
alter table transition drop constraint transition_pkey;
alter table transition add column code integer not null;
alter table transition add column roles integer not null;
alter table transition add primary key (noun, from_state, verb, to_state);
comment on table transition is 'the moves that things with states may make, the same in all communities; drawn from rules/states/<noun>.def';
comment on column transition.noun is 'the noun, as its file is named';
comment on column transition.code is 'noun of its matters, see matter; 0: a table of its own';
comment on column transition.roles is 'who may make the move: bit n stands for role n';

create index transition_code on transition (code, from_state, to_state);
comment on index transition_code is 'may a matter move so?';
