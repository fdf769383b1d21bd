/* draft.h  草稿: an entry on its way: prepared, submitted, reviewed, approved and so posted, by three people.
 *
 * Drafts are private work, no records: the database row is all there is, until approval writes the entry with its hands
 * in one transaction. Every change names the version it saw (the ETag of the wire); posted drafts never change. The
 * moves stand in rules/states/draft.def; a trigger of the database holds them too. */
#pragma once

#include "ledger/book/entry.h"
#include "ledger/people/person.h"
#include "rules/moves.h"

enum { DRAFT_CONTENT_MAX = 1 << 20 };

enum draft_state {
#define STATE(name, code, zh, en) DRAFT_##name = (code),
#define STATES "rules/states/draft.def"
#include "rules/states/each.h"
};

/* "submitted", "已提交". */
const char *draft_state_name(int state, enum language language);

/* The class of the person who may make a move of the table. */
enum person_class draft_class_of(const struct move *move);

struct draft {
    struct uuid draft;
    int64_t version;
    int16_t state;                                     /* enum draft_state */
    struct bytes content;                              /* JSON of the entry, see entry_json.h, without the key */
    struct uuid prepared_by, reviewed_by, approved_by; /* zero: nobody yet */
    const char *reason;                                /* of the last return, NULL: none */
    struct maybe entry_seq;
};

struct draft_in {
    uint64_t community;
    struct uuid draft;
    int64_t version;      /* the one that was seen */
    struct bytes content; /* create, edit */
    const char *reason;   /* return */
};

/* A new draft of the actor. Refusals in order: file.too_large, json.malformed, field.type, community.unknown,
 * draft.role. */
RESULT draft_create(struct ctx *ctx, const struct draft_in *in, struct draft *ret_draft);

/* One verb of draft.def on an existing draft, by the actor: edit, discard, submit, withdraw, review, return, approve.
 * submit and approve check the content as entry_post would; submit writes no entry, approve posts it under the key
 * "draft-<id>" with the hands of preparer, reviewer and approver, in the same transaction. An approval whose answer was
 * lost is answered again. ret_draft: the draft afterwards; state none when discarded.
 * Refusals in order: file.too_large, json.malformed, field.* and text.refused (content, reason), draft.unknown,
 * draft.stale (details version, current), draft.state, draft.same_hand, draft.role; then for submit and approve those
 * of entry_read and entry_prepare, for approve those of journal_commit. */
RESULT draft_move(struct ctx *ctx, const char *verb, const struct draft_in *in, struct draft *ret_draft);

/* Refusals: draft.unknown. */
RESULT draft_get(struct ctx *ctx, uint64_t community, const struct uuid *id, struct draft *ret_draft);

/* Drafts of a community, newest first, at most `limit`. */
RESULT draft_list(struct ctx *ctx, uint64_t community, int64_t limit, struct draft **ret_list, size_t *ret_count);

/* The id from its text. Refusals: draft.unknown. */
RESULT draft_parse(struct ctx *ctx, const char *text, struct uuid *ret_id);
