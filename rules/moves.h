/* moves.h  State tables: which moves a thing with states may make, and whose they are. One table a noun, drawn from
 * rules/states/<noun>.def; a new file there is picked up by itself, and `python3 tests/tidy/docs.py --write` writes
 * its rows of the SQL table `transition` and its page in docs/states.
 *
 * The tables stand in rules because both sides of the journal read them: ledger/ decides with them, audit/replay/
 * holds every matter_moved against them. docs/adr/0023-state-tables.md. */
#pragma once

#include "base/result.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct moves_state {
    uint16_t code; /* in records; 0: it does not exist yet, or not any more */
    const char *name, *text[2];
};

struct move {
    uint16_t from, to;
    uint32_t roles; /* who may: ROLE_BIT of each, base/role.h */
    const char *verb, *text[2];
};

struct moves {
    const char *noun;
    uint16_t code; /* enum matter_noun; 0: a noun with a table of its own */
    const struct moves_state *states;
    size_t state_count;
    const struct move *list;
    size_t count;
};

/* Table i in order of their names, NULL past the end. */
const struct moves *moves_at(size_t i);

/* The table of a noun ("budget"), which exists. */
const struct moves *moves_get(const char *noun);

/* The table of the matters of a noun; NULL: it has none, and its matters move freely. */
const struct moves *moves_of_matter(uint16_t noun);

/* The first move that a verb makes from a state, or the one that leads to a state; NULL: there is none. */
const struct move *moves_find(const struct moves *moves, int from, const char *verb);
const struct move *moves_to(const struct moves *moves, int from, const char *verb, int to);

/* Whether any verb leads from one state to the other. */
bool moves_allow(const struct moves *moves, int from, int to);

/* The moves open in a state to somebody with these roles, in order of the table, at most `max`; roles ~0: to anybody.
 * Returns their number. */
size_t moves_open(const struct moves *moves, int from, uint32_t roles, const struct move **ret_list, size_t max);

/* "已通过", "adopted"; "?": no such state. */
const char *moves_state_text(const struct moves *moves, int state, enum language language);

/* "adopted", as commands and JSON write it; "?": no such state. *ret_state: its code. */
const char *moves_state_name(const struct moves *moves, int state);
bool moves_state_parse(const struct moves *moves, const char *name, uint16_t *ret_state);
