/* life.h  One random life of a few communities: every operation is made by the ledger on a real server and foretold by
 * the model; both must come to the same answer, and what they touch must agree after each.
 *
 * The kinds of operations are those of operation.h; books_test.c has the table of them. */
#pragma once

#include "ledger/book/entry.h"
#include "tests/harness/harness.h"
#include "tests/model/judge.h"

enum { LIFE_TOWNS = 3, LIFE_PEOPLE = 6, LIFE_CODES = 1024, LIFE_KINDS = 64 };

enum life_person { LIFE_TREASURER, LIFE_SECOND_TREASURER, LIFE_MEMBER, LIFE_SECOND_MEMBER, LIFE_CHAIR, LIFE_STRANGER };

struct life_draft {
    struct uuid id;
    int64_t version;
    int state; /* 1 draft, 2 submitted, 3 reviewed, 4 posted; 0: no such draft */
    enum life_person hands[3];
    struct model_entry entry;
    enum error fault; /* of its content */
};

struct town { /* one community under way */
    uint64_t code;
    struct model model;
    struct uuid units[MODEL_UNITS];
    struct uuid documents[MODEL_DOCUMENTS];
    uint64_t bank_mf, bank_pi, bank_file; /* records of the bank accounts */
    struct actor people[LIFE_PEOPLE];
    struct life_draft drafts[MODEL_DRAFTS];
    unsigned steps, transfers;
};

struct life_count {
    uint64_t accepted, refused;
};

struct life {
    struct harness *harness;
    struct ctx *ctx;
    struct compare *compare; /* compare.h */
    struct town *towns[LIFE_TOWNS], *town;
    struct model *model; /* of the town */
    uint64_t random;
    unsigned step, opened;
    size_t kind;         /* of the operation under way */
    enum error expected; /* of the call under way */
    bool kept;           /* the rows were written down before it */
    uint64_t kept_of;    /* of this community; 0: of all */
    unsigned keep_every; /* one refusal in so many */
    uint64_t refusals;
    struct life_count kinds[LIFE_KINDS];
    uint64_t codes[LIFE_CODES]; /* refusals by code */
};

/* ---- randomness ---- */

uint64_t life_any(struct life *life, uint64_t limit);  /* 0 … limit - 1 */
bool life_once_in(struct life *life, uint64_t times);  /* true once in so many times */
int64_t life_amount(struct life *life, int64_t limit); /* 1 … limit */
day life_today(const struct life *life);
day life_day(struct life *life);                           /* may lie in a sealed period, or ahead of today */
const char *life_key(struct life *life, const char *what); /* of this step */

/* ---- an operation ---- */

/* Says what must come of the next call. Before a sampled refusal every row is written down. */
void life_expect(struct life *life, enum error expected);

/* Compares; true when the call was accepted. After a sampled refusal every row must be as it was. */
bool life_agreed(struct life *life, result got);
