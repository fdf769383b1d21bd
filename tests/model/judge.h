/* judge.h  What the model says of an entry before the ledger is asked: accepted, or the one refusal that comes first.
 *
 * The order stands in judge.c as the headers promise it: ledger/book/entry.h for what is checked beforehand, then what
 * only the head lock decides (audit/journal.h, audit/correction.h, audit/attachment.h, audit/reservation.h). */
#pragma once

#include "base/error.h"
#include "tests/model/model.h"

struct verdict { /* the refusal that comes first, of those that hold */
    enum error error;
};

/* Takes the error in where it holds. It must stand in the order. */
void judge_add(struct verdict *verdict, bool holds, enum error error);

/* What refuses an entry before anything is written: a draft that is submitted goes no further. */
void judge_prepared(const struct model *model, const struct model_entry *entry, day today, struct verdict *verdict);

/* What refuses it under the head lock. */
void judge_locked(const struct model *model, const struct model_entry *entry, day today, struct verdict *verdict);

/* Both, and the deliberate fault of the entry, or ERROR_none. */
enum error judge_entry(const struct model *model, const struct model_entry *entry, day today, enum error fault);

/* Several entries of one request, posted all or none; what the last ones may still spend depends on the first. */
enum error judge_batch(struct model *model, const struct model_entry *entries, size_t count, day today);

/* What may not be reserved on an account, or limited there, is known by its code. */
bool judge_holds_money(const char *code);

/* What the debit balance of an account may not fall below. */
int64_t judge_floor(const struct model_account *account);
