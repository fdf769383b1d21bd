-- Warranty deposits with their claims: what an application may name, and the nouns of matters.

comment on column withdrawal.project_seq is 'record that opened what it pays: works, a warranty deposit, or a claim on one';
comment on index withdrawal_project is 'what was asked for on one project, deposit or claim';
comment on column matter.noun is '1 document, 2 budget, 3 project, 4 asset, 5 contract, 6 small account, 8 warranty, 9 placement, 10 disclosure, 12 warranty claim, 15 committee term, …: base/words.h';
