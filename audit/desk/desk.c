#include "audit/desk/desk.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

struct arena *desk_enter_chunk(struct desk *desk)
{
    struct arena *kept = desk->ctx->arena;
    arena_reset(desk->chunk);
    desk->ctx->arena = desk->chunk;
    return kept;
}

void desk_leave_chunk(struct desk *desk, struct arena *kept)
{
    desk->ctx->arena = kept;
}

struct finding desk_finding(const struct desk *desk, enum finding_reason reason, const char *table)
{
    return (struct finding){.reason = reason, .community = desk->community, .table = table};
}

bool desk_lost(const struct desk *desk, uint64_t seq)
{
    return !scan_trusts(&desk->scan, seq);
}

/* The record that caused a row, where the table says so; UINT64_MAX otherwise. */
static uint64_t cause_of(const struct row_table *table, const void *row)
{
    static const char *const names[] = {"seq", "opened_seq", "received_seq"};
    for (size_t n = 0; n < LENGTH(names); n++)
        for (size_t i = 0; i < table->count; i++)
            if (strcmp(table->columns[i].name, names[n]) == 0) {
                const struct row_number *seq =
                    (const struct row_number *)(const void *)((const uint8_t *)row + table->columns[i].offset);
                return seq->present && seq->value >= 0 ? (uint64_t)seq->value : UINT64_MAX;
            }
    return UINT64_MAX;
}

static bool is_line_table(enum row_table_id id)
{
    return id == ROW_entry_number || id == ROW_entry_ref || id == ROW_posting || id == ROW_posting_dim;
}

/* An entry that is missing, or has no record, takes its lines along: they are counted below it. */
static bool goes_with_entry(struct desk *desk, const struct row_table *table, enum finding_reason reason, uint64_t seq,
                            const struct row_change *change)
{
    if (!is_line_table(table->id))
        return false;
    struct finding *entry = report_at(desk->report, desk->community, "entry", seq);
    if (!entry || entry->reason != reason)
        return false;
    entry->consequences++;
    entry->change.plus += change->plus;
    entry->change.minus += change->minus;
    return true;
}

static void object_row(struct desk *desk, const struct row_table *table, const void *expected, const void *found)
{
    const void *row = expected ? expected : found;
    const uint64_t seq = cause_of(table, row);
    struct row_change change = {0, 0};
    struct finding finding = desk_finding(desk, expected ? FOUND_row_missing : FOUND_row_extra, table->name);
    row_delta(table, expected, found, &change);
    if (seq != UINT64_MAX && desk_lost(desk, seq)) {
        report_consequence(desk->report, desk->community, seq, NULL);
        return;
    }
    if (goes_with_entry(desk, table, finding.reason, seq, &change))
        return;
    row_key_text(table, row, finding.key);
    if (!finding.key[0])
        (void)snprintf(finding.key, sizeof finding.key, "community_id=%012llu", (unsigned long long)desk->community);
    finding.has_seq = seq != UINT64_MAX;
    finding.seq = finding.last = finding.has_seq ? seq : 0;
    finding.change = change;
    finding.content = row_content(table, row);
    (void)report_add(desk->report, &finding);
}

static void object_difference(struct desk *desk, const struct row_table *table, const void *expected, const void *found)
{
    const struct row_column *column = NULL;
    const size_t count = row_differences(table, expected, found, &column);
    const uint64_t seq = cause_of(table, expected);
    if (count == 0)
        return;
    struct finding finding = desk_finding(desk, FOUND_row_differs, table->name);
    row_delta(table, expected, found, &finding.change);
    row_key_text(table, expected, finding.key);
    if (!finding.key[0])
        (void)snprintf(finding.key, sizeof finding.key, "community_id=%012llu", (unsigned long long)desk->community);
    (void)snprintf(finding.column, sizeof finding.column, "%s", column->name);
    row_value_text(column, expected, finding.expected);
    row_value_text(column, found, finding.found);
    finding.has_seq = seq != UINT64_MAX;
    finding.seq = finding.last = finding.has_seq ? seq : 0;
    finding.consequences = count - 1;
    (void)report_add(desk->report, &finding);
}

void desk_merge(struct desk *desk, const struct desk_merge *merge)
{
    const struct row_table *table = row_table(merge->id);
    size_t e = 0, f = 0;
    while (e < merge->expected_count || f < merge->found_count) {
        const void *expected =
            e < merge->expected_count ? (const uint8_t *)merge->expected + e * merge->expected_stride : NULL;
        const void *found = f < merge->found_count ? (const uint8_t *)merge->found + f * table->size : NULL;
        const int order = !expected ? 1 : !found ? -1 : row_compare(table, expected, found);
        if (order < 0)
            object_row(desk, table, expected, NULL);
        else if (order > 0)
            object_row(desk, table, NULL, found);
        else
            object_difference(desk, table, expected, found);
        e += order <= 0;
        f += order >= 0;
    }
}
