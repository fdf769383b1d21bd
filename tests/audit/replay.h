/* replay.h  A replay of built records and what it objects to; shared by the tests of audit/replay. */
#pragma once

#include "audit/replay/recompute.h"
#include "builder.h"

struct replay {
    struct builder *b;
    struct report report;
    struct books *books;
    struct books_rows rows;
};

static inline int setup(void **state)
{
    struct replay *r = calloc(1, sizeof *r);
    assert_non_null(r);
    r->b = builder_new();
    builder_open(r->b);
    *state = r;
    return 0;
}

static inline int teardown(void **state)
{
    struct replay *r = *state;
    builder_free(r->b);
    free(r);
    return 0;
}

/* Every record, and the books still open: things can be found in them. */
static inline void run_records(struct replay *r)
{
    report_init(&r->report, r->b->arena);
    books_rows_init(&r->rows, r->b->arena);
    assert_false(FAILED(recompute_new(r->b->arena, BUILDER_COMMUNITY, &r->report, &r->books)));
    r->books->keep_promises = true;
    for (uint64_t seq = 0; seq < r->b->count; seq++) {
        struct record_header *header;
        const void *body;
        assert_false(FAILED(ARENA_TAKE(r->b->arena, 1, &header)));
        assert_false(FAILED(record_decode(r->b->arena, r->b->record[seq], header, &body)));
        assert_false(FAILED(recompute_record(r->books, header, body, &r->rows)));
    }
}

static inline void run(struct replay *r)
{
    run_records(r);
    recompute_end(r->books);
}

static inline void expect_none(struct replay *r)
{
    run(r);
    for (size_t i = 0; i < r->report.findings.count; i++)
        print_message("unexpected: %s\n", finding_name(&r->report.findings.items[i]));
    assert_int_equal(r->report.findings.count, 0);
}

/* Exactly this finding, at the newest record. */
static inline void expect(struct replay *r, enum finding_reason reason)
{
    run(r);
    for (size_t i = 0; i < r->report.findings.count; i++)
        if (r->report.findings.items[i].reason != reason || r->report.findings.count > 1)
            print_message("found: %s %s\n", finding_name(&r->report.findings.items[i]),
                          r->report.findings.items[i].key);
    assert_int_equal(r->report.findings.count, 1);
    assert_int_equal(r->report.findings.items[0].reason, reason);
    assert_int_equal(r->report.findings.items[0].seq, r->b->count - 1);
    assert_int_equal(report_status(&r->report), 4);
}
