-- Duties: years of the holiday calendar that were loaded, for all communities alike; nouns of matters.

create table holiday (
    date date primary key,
    works boolean not null,
    name text not null check (name <> '')
);
comment on table holiday is 'days on which the State Council''s yearly notice departs from the week; a year here takes the place of the one in the program';
comment on column holiday.date is 'the day';
comment on column holiday.works is 'people work, on a weekend as a rule; else a day of rest';
comment on column holiday.name is 'the holiday';
comment on column matter.noun is '1 document, 2 budget, 3 project, 4 asset, 5 contract, 6 small account, 9 placement, 10 disclosure, 15 committee term, …: base/words.h';
