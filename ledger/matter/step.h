/* step.h  One step of a procedure (project, warranty deposit, claim): what was done that day, with its papers. A record
 * matter_opened or matter_moved commits to it as members of a JSON object:
 *
 * {"verb", "on", "amount"?, "when"?, "decision"?, "party"?, "reason", "papers": [{"paper", "document"}]} with records
 * for numbers, without white space. */
#pragma once

#include "audit/journal.h"
#include "base/json.h"
#include "base/json_write.h"
#include "rules/paper.h"

enum { STEP_PAPERS_MAX = 16, STEP_WORDS_MAX = 2000 };

struct step_paper {
    uint16_t paper;    /* enum paper */
    uint64_t document; /* record document_archived */
};

struct step { /* one record */
    uint64_t seq;
    uint16_t state; /* after it */
    day on;
    const char *verb, *reason;                  /* reason "": none */
    struct maybe amount, when, decision, party; /* when: a day that it says, such as the first of a notice */
    const struct step_paper *papers;
    size_t paper_count;
};

/* "contract=0190…": a paper and its document. Refusals: paper.link, document.unknown. */
RESULT step_paper_read(struct ctx *ctx, uint64_t community, const char *text, struct step_paper *ret_paper);

/* A list of them, at most STEP_PAPERS_MAX. Refusals: those of step_paper_read. */
RESULT step_papers_read(struct ctx *ctx, uint64_t community, const char *const *texts, size_t count,
                        const struct step_paper **ret_papers);

/* Bits of enum paper that a step brings. */
uint32_t step_papers(const struct step *step);

/* "维修合同、开工单", "contract, order to start". */
RESULT step_papers_say(struct arena *arena, uint32_t papers, enum language language, const char **ret_text);

/* Refuses a verb (as people read it) that lacks papers: paper.missing; rule: who asks for them. */
RESULT step_refuse_papers(struct ctx *ctx, const char *verb, uint32_t missing, const char *rule);

/* Words that people write: not empty, clean, short. Refusals: field.required, text.refused. */
RESULT step_check_words(struct ctx *ctx, const char *text, const char *pointer, size_t max);

/* A list that holds one step more. Refusals: memory.exhausted. */
RESULT step_append(struct ctx *ctx, const struct step *step, const struct step **list, size_t *count);

/* Members of an open object, and back. Refusals of step_load: field.*. */
void step_put(struct buffer *out, const struct step *step);
RESULT step_load(struct ctx *ctx, const struct json_value *value, struct step *step);

/* The records that a step names, `more` (up to one of role 0) among them, ascending and each once: one file may serve
 * as two papers. */
enum { STEP_REFS_MORE = 4 };
RESULT step_refs(struct ctx *ctx, const struct step *step, const struct record_ref more[STEP_REFS_MORE],
                 struct record_ref **ret_refs, uint32_t *ret_count);
