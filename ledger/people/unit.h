/* unit.h  专有部分: the register of flats, shops and selling units' accounts, with area and owners.
 *
 * Addresses and names are commitments in the journal, openings in the database. Units stand in the order in which they
 * were registered: this is the order of every apportionment and of its ties. */
#pragma once

#include "audit/journal.h"
#include "base/words.h"

enum { UNIT_AREA_MAX_CM2 = 1000000000, UNIT_OWNERS_MAX = 16, UNIT_TEXT = 320 };

struct unit { /* as listed */
    struct uuid unit, building;
    uint64_t area_cm2;
    uint16_t use;
    uint64_t opened_seq;
    const char *address; /* "1幢 101" */
};

struct unit_in {
    const char *building, *number; /* "1幢", "101" */
    uint64_t area_cm2;             /* 0 only for the account of a selling unit */
    uint16_t use;                  /* enum unit_use */
    const char *owners[UNIT_OWNERS_MAX];
    size_t owner_count;
    uint32_t line; /* of the file, for refusals */
};

struct unit_register_in {
    uint64_t community;
    const char *key; /* NULL: derived from the content */
    const struct unit_in *units;
    size_t count;
    day owned_from; /* first day of the ownerships */
};

/* Registers units with their owners, all or none; *ret_count: how many, 0 when the same list was registered before.
 * Refusals in order: unit.none, then per unit text.refused, unit.use, unit.area (detail line), unit.exists (also twice
 * in the list), then those of journal_commit. */
RESULT unit_register(struct ctx *ctx, const struct unit_register_in *in, size_t *ret_count);

struct unit_transfer_in {
    uint64_t community;
    struct uuid unit;
    const char *key;
    const char *owners[UNIT_OWNERS_MAX];
    size_t owner_count; /* at least 1 */
    day from;
    const char *reason; /* 买卖, 继承 … */
};

/* New owners of a unit from a day on; the money in its sub-account goes with it (CN-MF-28). Its lines get a new key.
 * Refusals in order: unit.none (no owner), text.refused, unit.unknown, those of journal_commit. */
RESULT unit_transfer(struct ctx *ctx, const struct unit_transfer_in *in);

/* All units in order of registration. Refusals: those of db_list. */
RESULT unit_list(struct ctx *ctx, uint64_t community, struct unit **ret_list, size_t *ret_count);

/* By "1幢 101", or "101" where only one unit has that number, or its token. Refusals: unit.unknown, unit.ambiguous
 * (detail unit). */
RESULT unit_find(struct ctx *ctx, const struct unit *list, size_t count, const char *name,
                 const struct unit **ret_unit);

/* "120.50" square metres as cm². Refusals: unit.area (detail value). */
RESULT unit_area_parse(struct ctx *ctx, const char *text, uint64_t *ret_cm2);
void unit_area_format(uint64_t cm2, char out[32]);

/* Whether an address ("3幢 101") is the unit of this name, or lies in the building of this name ("3幢"). */
bool unit_lies_in(const char *address, const char *name);
