/* work.h  One import under way: what import.c and duplicate.c share. */
#pragma once

#include "base/digest.h"
#include "importers/import.h"
#include "ledger/book/entry.h"

struct work { /* one import under way */
    const struct import_in *in;
    struct import_out *out;
    struct digest secret, sha256;
    const struct category_rules *rules;
    struct change change;
    uint32_t received_item;
    struct uuid document;
    struct digest *salts;     /* of the raw rows, in file order */
    uint32_t *file_order;     /* rows by their place in the file */
    struct entry_in *entries; /* entry_count of them, the last `pending` not yet in the change */
    uint32_t entry_count, pending;
    uint32_t first_entry_request;
    struct record_line_match *matches; /* of lines_matched */
    uint32_t *match_items;             /* and the item of each line */
    uint32_t match_count;
    uint32_t document_item;
    struct maybe before; /* day of the bank line that the first new row follows */
};

/* Sets the details file; expected, found and difference. No refusals. */
void work_name_file(struct ctx *ctx, const struct work *work);
void work_name_amounts(struct ctx *ctx, money expected, money found);
