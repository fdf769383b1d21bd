/* handover.h  移交: kinds of hand-overs, their checklists, and the last day of each by the rules of the day on which
 * the term ended or somebody left. Pure. */
#pragma once

#include "rules/calendar.h"
#include "rules/pack.h"

enum handover_kind {
#define KIND(name, code, zh, en) HANDOVER_##name = (code),
#define BODY(name, code, zh, en)
#define ITEM(name, code, kinds, zh, en)
#include "rules/handover.def"
#undef KIND
#undef BODY
#undef ITEM
};
enum handover_body {
#define KIND(name, code, zh, en)
#define BODY(name, code, zh, en) HANDOVER_TO_##name = (code),
#define ITEM(name, code, kinds, zh, en)
#include "rules/handover.def"
#undef KIND
#undef BODY
#undef ITEM
};
enum handover_item_kind {
#define KIND(name, code, zh, en)
#define BODY(name, code, zh, en)
#define ITEM(name, code, kinds, zh, en) HANDOVER_ITEM_##name = (code),
#include "rules/handover.def"
#undef KIND
#undef BODY
#undef ITEM
};

const char *handover_kind_code(int kind);                         /* "term" */
const char *handover_kind_name(int kind, enum language language); /* "换届移交" */
const char *handover_body_code(int body);                         /* "successor" */
const char *handover_body_name(int body, enum language language); /* "继任者" */
const char *handover_item_code(int item);                         /* "money" */
const char *handover_item_name(int item, enum language language); /* "资金余额" */
/* The code of a word; false for an unknown one. */
bool handover_kind_parse(const char *code, uint16_t *ret_kind);
bool handover_body_parse(const char *code, uint16_t *ret_body);
bool handover_item_parse(const char *code, uint16_t *ret_item);

/* Whether a hand-over of this kind has such lines. */
bool handover_item_of(int item, int kind);

struct handover_event {
    int kind;
    day on;   /* last day of the term, or the day on which somebody left */
    day next; /* first day of the next committee, 0: none is known */
};

struct handover_deadline {
    const struct pack_rule *rule; /* NULL: none, then no day either */
    day from, due;                /* the day that does not count, the last day */
};

/* `set`: the rules of event->on. Refusals: date.invalid (beyond 2199). */
RESULT handover_deadline_find(const struct rule_set *set, const struct calendar *calendar,
                              const struct handover_event *event, struct handover_deadline *ret_deadline);
