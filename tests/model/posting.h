/* posting.h  An entry of the model as it is put to the ledger: in C, or in the JSON of a draft; and what can be wrong
 * with it. */
#pragma once

#include "tests/model/life.h"

struct posting { /* the entry and what it points to */
    struct entry_in entry;
    struct entry_line_in lines[MODEL_LINES];
    struct entry_share_in shares[MODEL_LINES][MODEL_UNITS];
    struct attachment_in documents[MODEL_ATTACHED];
    struct reservation_capture_in captures[MODEL_ATTACHED];
};

/* An account of public income. */
size_t posting_account(const struct life *life, const char *code);

/* The account of income of a stream. */
const char *posting_income(uint16_t stream);

/* Two lines of public income; 100201 names the bank account of the town. */
void posting_two_lines(struct life *life, struct model_entry *entry, const char *const codes[2], int64_t amount);

/* Now and then documents that the entry books, and reservations that it captures. */
void posting_attach(struct life *life, struct model_entry *entry);
void posting_capture(struct life *life, struct model_entry *entry);

/* The entry as the ledger takes it. */
void posting_fill(struct life *life, const struct model_entry *entry, const char *key, struct posting *ret_posting);

/* Makes something wrong with it, in one time of seven, and says which refusal that deserves; ERROR_none: nothing.
 * drafted: only what can be said in the JSON of a draft. */
enum error posting_spoil(struct life *life, struct posting *posting, bool drafted);

/* Posts the entry, spoiled or not; keeps the model in step; asks now and then again. */
void posting_post(struct life *life, const struct model_entry *entry);

/* The same for a call of its own: what the ledger answered to an entry that was foretold with life_expect. True when it
 * was accepted; the model has it then. */
bool posting_done(struct life *life, const struct model_entry *entry, result got, const struct entry_out *out);

/* The JSON of a draft. */
struct bytes posting_json(struct life *life, const struct posting *posting);
