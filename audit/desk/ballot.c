#include "audit/desk/ballot.h"

#include "audit/log/tree.h"
#include "base/canon.h"
#include "embed/sql.h"

#include <stdio.h>
#include <string.h>

enum { VALUE_SIZE = 16 + 1 + 4 + 8 };

struct cast {
    struct maybe decision_seq;
    struct bytes voter;
    struct maybe choice, units, area_cm2;
    struct bytes salt;
};

struct casts { /* of one decision */
    const struct cast *items;
    size_t count;
};

/* The leaf by the specification: b16 voter ‖ u8 choice ‖ u32 units ‖ u64 area. */
static struct digest leaf_of(const struct cast *cast)
{
    uint8_t value[VALUE_SIZE] = {0}, number[8];
    struct digest salt = {{0}};
    if (cast->voter.size == sizeof(struct uuid))
        memcpy(value, cast->voter.data, cast->voter.size);
    if (cast->salt.size == sizeof salt)
        memcpy(salt.b, cast->salt.data, sizeof salt.b);
    value[16] = (uint8_t)cast->choice.value;
    canon_store_u64(number, (uint64_t)cast->units.value);
    memcpy(value + 17, number + 4, 4);
    canon_store_u64(value + 21, (uint64_t)cast->area_cm2.value);
    return record_ballot_leaf(&salt, BYTES(value, sizeof value));
}

static struct finding object_at(const struct desk *desk, enum finding_reason reason, int64_t seq)
{
    static const uint64_t content[] = {0x626C74};
    struct finding finding = desk_finding(desk, reason, "ballot");
    finding.has_seq = true;
    finding.seq = finding.last = (uint64_t)seq;
    finding.content =
        reason == FOUND_evidence_differs ? 0 : map_key(content, LENGTH(content)); /* here and there: one that moved */
    (void)snprintf(finding.key, sizeof finding.key, "decision_seq=%lld", (long long)seq);
    return finding;
}

static void judge(struct desk *desk, const struct row_decision *decision, struct casts casts)
{
    const int64_t expected = decision->ballots.value;
    struct tree_frontier tree;
    struct digest root;
    struct finding finding;
    tree_init(&tree);
    for (size_t i = 0; i < casts.count; i++) {
        const struct digest leaf = leaf_of(&casts.items[i]);
        tree_append(&tree, &leaf);
    }
    tree_root(&tree, &root);
    if (decision->ballot_root.size == sizeof root && memcmp(decision->ballot_root.data, root.b, sizeof root) == 0)
        return;
    finding = object_at(desk,
                        (int64_t)casts.count < expected   ? FOUND_evidence_missing
                        : (int64_t)casts.count > expected ? FOUND_evidence_extra
                                                          : FOUND_evidence_differs,
                        decision->seq.value);
    (void)snprintf(finding.column, sizeof finding.column, "voter, choice, area_cm2");
    (void)report_add(desk->report, &finding);
}

/* The ballots of a record in rows that are ordered by it. */
static struct casts casts_of(const struct cast *rows, size_t count, int64_t seq)
{
    size_t first = 0, last;
    while (first < count && rows[first].decision_seq.value < seq)
        first++;
    for (last = first; last < count && rows[last].decision_seq.value == seq; last++)
        continue;
    return (struct casts){rows + first, last - first};
}

static bool is_decision(const struct desk *desk, int64_t seq)
{
    for (size_t i = 0; i < desk->books->facts[ROW_decision].count; i++)
        if (FACTS(desk->books, decision)[i].seq.value == seq)
            return true;
    return false;
}

/* Ballots of records that decide nothing. */
static void judge_stranger(struct desk *desk, int64_t seq)
{
    struct finding finding = object_at(desk, FOUND_evidence_extra, seq);
    if (is_decision(desk, seq))
        return;
    if (desk_lost(desk, (uint64_t)seq))
        report_consequence(desk->report, desk->community, (uint64_t)seq, NULL);
    else
        (void)report_add(desk->report, &finding);
}

RESULT ballot_rows(struct desk *desk)
{
    static const struct db_column columns[] = {COLUMN(cast, decision_seq), COLUMN(cast, voter),    COLUMN(cast, choice),
                                               COLUMN(cast, units),        COLUMN(cast, area_cm2), COLUMN(cast, salt)};
    const struct db_value in[] = {db_number((int64_t)desk->community)};
    struct cast *rows = NULL;
    size_t count = 0;
    TRY(db_list(desk->ctx, CALL(sql_ballot_verify, in), ROW(cast, columns), &rows, &count));
    for (size_t i = 0; i < desk->books->facts[ROW_decision].count; i++) {
        const struct row_decision *decision = &FACTS(desk->books, decision)[i];
        if (!desk_lost(desk, (uint64_t)decision->seq.value))
            judge(desk, decision, casts_of(rows, count, decision->seq.value));
    }
    for (size_t i = 0; i < count; i++)
        if (i == 0 || rows[i - 1].decision_seq.value != rows[i].decision_seq.value)
            judge_stranger(desk, rows[i].decision_seq.value);
    return OK;
}
