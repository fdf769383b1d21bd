/* finding.h  What verification objects to: a bounded list, one finding for one damage, consequences counted below it.
 *
 * report: the list; its functions begin with the word. */
#pragma once

#include "audit/replay/row.h"
#include "base/error.h"
#include "base/json_write.h"
#include "base/list.h"

enum finding_category {
    FINDING_BYTES,
    FINDING_CHAIN,
    FINDING_HEAD,
    FINDING_TILE,
    FINDING_PROJECTION,
    FINDING_EVIDENCE,
    FINDING_RULE
};

enum finding_reason {
#define FINDING(name, category, zh, en, clause) FOUND_##name,
#include "audit/replay/finding.def"
#undef FINDING
};

struct finding {
    enum finding_reason reason;
    uint64_t community;
    const char *table; /* static text */
    char key[ROW_KEY_TEXT];
    bool has_seq;
    uint64_t seq, last;
    struct row_change change; /* what is there too much and too little, in fen */
    char column[32], expected[ROW_VALUE_TEXT], found[ROW_VALUE_TEXT];
    uint64_t consequences;
    uint64_t content; /* of a row or record that is missing or extra: equal on both sides when it was moved; 0 none */
};

enum { REPORT_MAX = 2000, REPORT_SAME_MAX = 200 };

struct report {
    LIST(struct finding) findings;
    uint64_t more; /* findings beyond the list */
    bool broken;   /* anything but rules */
    bool objected; /* a rule */
};

/* An empty list. */
void report_init(struct report *report, struct arena *arena);

/* Adds a finding; a row that is missing here and one that is extra there with the same content become one that moved.
 * The pointer, valid until the next call, is NULL when the list was full or the finding was merged. */
struct finding *report_add(struct report *report, const struct finding *finding);

/* Counts a difference that follows from a finding: the one at this seq of the community, else the first of the
 * community. */
void report_consequence(struct report *report, uint64_t community, uint64_t seq, const struct row_change *change);

/* The finding about a record of the journal at this seq, or NULL. */
struct finding *report_at(struct report *report, uint64_t community, const char *table, uint64_t seq);

/* True when the community has any finding. */
bool report_has(const struct report *report, uint64_t community);

/* 0 clean; 5 bytes or rows are wrong; 4 they agree, but a rule objects. */
int report_status(const struct report *report);

enum { FINDING_TEXT = 640 };
/* "row_differs", "projection", the clause or "", the sentence, the JSON object. */
const char *finding_name(const struct finding *finding);
const char *finding_category_name(const struct finding *finding, enum language language);
enum finding_category finding_category(const struct finding *finding);
const char *finding_clause(const struct finding *finding);
void finding_text(const struct finding *finding, enum language language, char out[FINDING_TEXT]);
void finding_json(struct buffer *out, const struct finding *finding);

/* Several lines for people: the sentence, then community, table, row and difference. */
void finding_print(struct buffer *out, const struct finding *finding, enum language language);
