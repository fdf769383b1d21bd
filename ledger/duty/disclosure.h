/* disclosure.h  公示: what was shown to the owners, for which period, where, on which day and for how long.
 *
 * A disclosure is a matter (noun 10): matter_opened commits to a text with kind, period, places, day, last day of
 * display, the archived document, or the size of the journal of which the report of that period was drawn. Nothing is
 * taken back: a correction is a new disclosure that names the old one, which is then out of force but was published all
 * the same. How long it stays up: disclosure.display of the rules of the day (CN-CC-201-1 for counting). */
#pragma once

#include "audit/journal.h"
#include "rules/duty.h"

enum { DISCLOSURE_REASON_MAX = 200, DISCLOSURE_PLACES_MAX = 3 };
enum disclosure_place { DISCLOSURE_BOARD = 1, DISCLOSURE_GROUP = 2, DISCLOSURE_PLATFORM = 4 };
enum disclosure_state {
#define STATE(name, code, zh, en) DISCLOSURE_##name = (code),
#define STATES "rules/states/disclosure.def"
#include "rules/states/each.h"
};

struct disclosure {
    struct uuid disclosure;
    uint64_t seq;
    uint16_t state; /* enum disclosure_state */
    enum duty_kind kind;
    day first, last;             /* the period */
    uint8_t places;              /* bits of enum disclosure_place */
    day on, until;               /* put up, and the last day on which it hangs */
    uint64_t document_seq, size; /* of the document, else 0; records in the journal when it was published */
    uint64_t replaces;           /* seq of the one it corrects; 0 none */
    const char *reason;          /* of a correction, else "" */
};

struct disclosure_publish_in {
    uint64_t community;
    const char *key;
    enum duty_kind kind;
    day first, last;
    const char *places[DISCLOSURE_PLACES_MAX]; /* words of disclosure.places; NULL behind the last */
    day on;
    struct maybe until;   /* absent: as long as the rules demand */
    const char *document; /* id or SHA-256 of an archived document; NULL: the report of the books */
    const char *replaces; /* id or record of the one it corrects; NULL: none */
    const char *reason;   /* of a correction; else NULL */
};

/* "notice_board", "公告栏". */
const char *disclosure_place_code(enum disclosure_place place);
const char *disclosure_place_name(enum disclosure_place place, enum language language);
const char *disclosure_state_name(int state, enum language language);

/* Records a publication. Refusals in order: disclosure.kind, disclosure.place (unknown, or none), disclosure.period
 * (ends before it begins, or is not made of whole months), disclosure.early (before the period's end),
 * disclosure.future, field.required (a correction without reason), text.refused, community.unknown, document.unknown,
 * disclosure.display (taken down too early for the place), disclosure.unknown, disclosure.superseded (corrected
 * already, or of another kind or period), disclosure.exists (published before, and this corrects nothing), those of
 * journal_post. The same key gives the same record. */
RESULT disclosure_publish(struct ctx *ctx, const struct disclosure_publish_in *in, uint64_t *ret_seq);

/* In order of their records. Refusals: those of db_list. */
RESULT disclosure_list(struct ctx *ctx, uint64_t community, struct disclosure **ret_list, size_t *ret_count);

/* By id or record ("#412"). Refusals: disclosure.unknown. */
RESULT disclosure_find(struct ctx *ctx, uint64_t community, const char *name, struct disclosure *ret_disclosure);
