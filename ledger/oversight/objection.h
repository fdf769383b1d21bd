/* objection.h  异议: what an owner objects to in a record, and the answer, with the deadline of the place.
 *
 * An objection is a record objection_received, its answer objection_answered; states: rules/states/objection.def. Both
 * commit to a text {"text", "withheld"?}: the thread is public in full, and where a text is withheld the reason is
 * public instead. The deadline is objection.reply by the rules of the day on which it was received. */
#pragma once

#include "audit/journal.h"
#include "base/words.h"

enum { OBJECTION_TEXT_MAX = 2000, OBJECTION_REASON_MAX = 200 };

enum objection_state {
#define STATE(name, code, zh, en) OBJECTION_##name = (code),
#define STATES "rules/states/objection.def"
#include "rules/states/each.h"
};

struct objection_text {
    const char *text;
    const char *withheld; /* why it is not public; "": it is public */
};

struct objection {
    uint64_t seq; /* record objection_received */
    uint64_t about_seq;
    int32_t about_kind; /* of that record */
    struct uuid subject;
    const char *owner; /* name */
    int16_t state;     /* enum objection_state */
    uint64_t changed_seq;
    day received_on;
    struct maybe due, answered_on; /* due: last day to answer, absent where no rule speaks */
    int32_t days_late;             /* of the answer; while there is none, by today */
    struct objection_text said, answer;
};

struct objection_receive_in {
    uint64_t community;
    const char *key;
    const char *about; /* "#412" */
    const char *owner; /* name or token; NULL: the actor */
    struct objection_text said;
};

/* Puts an objection on record, by the owner himself or by somebody of the committee or the clerk. Refusals in order:
 * text.refused, community.unknown, objection.about, person.unknown, person.ambiguous, objection.owner (owns no unit
 * today), role.missing, those of journal_post. *ret_seq: its record. */
RESULT objection_receive(struct ctx *ctx, const struct objection_receive_in *in, uint64_t *ret_seq);

struct objection_answer_in {
    uint64_t community;
    const char *key;       /* NULL: an objection is answered once */
    const char *objection; /* "#415" */
    struct objection_text answer;
};

/* Answers it; behind the deadline it is recorded as late. Refusals in order: text.refused, community.unknown,
 * objection.unknown, objection.state, role.missing, those of journal_post. */
RESULT objection_answer(struct ctx *ctx, const struct objection_answer_in *in);

/* Newest first. */
RESULT objection_list(struct ctx *ctx, uint64_t community, struct objection **ret_list, size_t *ret_count);

/* By record ("#415" or "415"). Refusals: objection.unknown. */
RESULT objection_find(struct ctx *ctx, uint64_t community, const char *name, struct objection *ret_objection);

/* "late", "逾期答复". */
const char *objection_state_name(int state, enum language language);
