/* record_golden.h  What all tests of records share: start, encoding, and the golden entry of docs/journal.md §17;
 * included behind base/record.c. */
#pragma once

#include "base/digest.h"
#include "tests/base/expect.h"

#include <stdlib.h>

#define EACH_LAYOUT(layout)                                                                                            \
    for (const struct record_layout *layout = record_layout_at(0); layout;                                             \
         layout = record_layout_at((size_t)(layout - layouts) + 1))

static inline const struct record_layout *known_layout(uint16_t kind)
{
    const struct record_layout *layout = record_layout(kind, 1);
    if (!layout)
        abort();
    return layout;
}

static inline int sample_start(void **state)
{
    (void)state;
    return FAILED(digest_start()) ? -1 : 0;
}

static inline struct bytes encoded(struct arena *arena, const struct record_header *header, const void *body)
{
    struct bytes record;
    MUST(record_encode(arena, header, body, &record));
    return record;
}

static inline bool same(struct bytes a, struct bytes b)
{
    return a.size == b.size && memcmp(a.data, b.data, a.size) == 0;
}

/* The entry of §17: income 3,000.00 of fund 2, two lines, two hands, one import reference, no options. */
static inline struct bytes golden_entry(struct arena *arena, struct record_header *header, struct record_entry *entry)
{
    static struct record_line lines[2] = {{.fund = 2, .account_no = 1002, .side = 1, .amount = {300000}},
                                          {.fund = 2, .account_no = 4001, .side = 2, .amount = {300000}}};
    static struct record_number number[1] = {{2, 1, 2025, 4, 17}};
    static struct record_hand hands[2] = {{1, {{1}}}, {2, {{2}}}};
    static struct record_ref ref[1] = {{6, 411, {0}}};
    *header = (struct record_header){.kind = RECORD_entry,
                                     .kind_version = 1,
                                     .community = UINT64_C(330681000217),
                                     .seq = 412,
                                     .batch = 412,
                                     .recorded_at = INT64_C(0x000632628635d840),
                                     .actor_kind = 1};
    *entry = (struct record_entry){.entry_type = 1,
                                   .numbers_count = 1,
                                   .numbers = number,
                                   .booking_date = 20188,
                                   .source = 2,
                                   .judged = {.outcome = 1},
                                   .hands_count = 2,
                                   .hands = hands,
                                   .refs_count = 1,
                                   .refs = ref,
                                   .lines_count = 2,
                                   .lines = lines};
    return encoded(arena, header, entry);
}
