#include "audit/desk/seal.h"

#include "audit/log/seal.h"
#include "embed/sql.h"

#include <stdio.h>
#include <string.h>

static bool same_root(const struct digest *root, struct bytes stored)
{
    return stored.size == sizeof *root && memcmp(stored.data, root->b, sizeof *root) == 0;
}

struct sealed_unit {
    struct maybe fund;
    struct bytes unit;
    struct maybe debit, credit;
    struct bytes key;
};

static void object_seal(struct desk *desk, uint64_t seq)
{
    if (report_has(desk->report, desk->community)) { /* changed lines or keys give another root */
        report_consequence(desk->report, desk->community, seq, NULL);
        return;
    }
    struct finding finding = desk_finding(desk, FOUND_seal_differs, "journal");
    (void)snprintf(finding.key, sizeof finding.key, "unit_root");
    finding.has_seq = true;
    finding.seq = finding.last = seq;
    (void)report_add(desk->report, &finding);
}

static RESULT check_seal(struct desk *desk, const struct row_period *period)
{
    static const struct db_column columns[] = {COLUMN(sealed_unit, fund), COLUMN(sealed_unit, unit),
                                               COLUMN(sealed_unit, debit), COLUMN(sealed_unit, credit),
                                               COLUMN(sealed_unit, key)};
    const struct db_value in[] = {db_number((int64_t)desk->community), db_number(period->to_date.value),
                                  db_number(period->seal_seq.value)};
    struct sealed_unit *units = NULL;
    struct tree_frontier tree;
    struct digest root;
    size_t count = 0;
    TRY(db_list(desk->ctx, CALL(sql_seal_unit_verify, in), ROW(sealed_unit, columns), &units, &count));
    tree_init(&tree);
    for (size_t i = 0; i < count; i++) {
        struct digest key = {{0}};
        struct seal_unit unit = {.community = desk->community,
                                 .to = (day)period->to_date.value,
                                 .fund = (uint16_t)units[i].fund.value,
                                 .debit = FEN(units[i].debit.value),
                                 .credit = FEN(units[i].credit.value)};
        if (units[i].key.size == sizeof key)
            memcpy(key.b, units[i].key.data, sizeof key.b);
        if (units[i].unit.size == sizeof unit.unit)
            memcpy(unit.unit.b, units[i].unit.data, sizeof unit.unit.b);
        seal_add_unit(&tree, &unit, &key);
    }
    tree_root(&tree, &root);
    if ((int64_t)tree.size != period->units.value || !same_root(&root, period->unit_root))
        object_seal(desk, (uint64_t)period->seal_seq.value);
    return OK;
}

/* The end of the newest seal; rows of lost seals were taken from the table. */
static struct maybe newest_seal(const struct books *books)
{
    struct maybe newest = {false, 0};
    for (size_t i = 0; i < books->facts[ROW_period].count; i++) {
        const struct row_period *period = &FACTS(books, period)[i];
        if (!newest.present || period->to_date.value > newest.value)
            newest = (struct maybe){true, period->to_date.value};
    }
    return newest;
}

static void watermark_text(struct maybe value, char out[DATE_TEXT])
{
    (void)snprintf(out, DATE_TEXT, "null");
    if (value.present && value.value >= DAY_MIN && value.value <= DAY_MAX)
        date_format((day)value.value, out);
}

/* The watermark of the head is the end of the newest seal. */
static void check_watermark(struct desk *desk)
{
    const struct maybe expected = newest_seal(desk->books), found = desk->head_sealed;
    char texts[2][DATE_TEXT];
    if (!desk->has_head || (found.present == expected.present && (!found.present || found.value == expected.value)))
        return;
    watermark_text(expected, texts[0]);
    watermark_text(found, texts[1]);
    struct finding finding = desk_finding(desk, FOUND_head_differs, "head");
    (void)snprintf(finding.column, sizeof finding.column, "sealed_to");
    (void)snprintf(finding.expected, sizeof finding.expected, "%s", texts[0]);
    (void)snprintf(finding.found, sizeof finding.found, "%s", texts[1]);
    (void)report_add(desk->report, &finding);
}

RESULT seal_check(struct desk *desk)
{
    const struct books *books = desk->books;
    check_watermark(desk);
    if (!books->lost)
        scan_check_seals(&desk->scan, FACTS(books, period), books->facts[ROW_period].count);
    for (size_t i = 0; i < books->facts[ROW_period].count; i++) {
        const struct row_period *period = &FACTS(books, period)[i];
        if (desk_lost(desk, (uint64_t)period->seal_seq.value))
            continue;
        struct arena *kept = desk_enter_chunk(desk);
        const result checked = check_seal(desk, period);
        desk_leave_chunk(desk, kept);
        TRY(checked);
    }
    return OK;
}
