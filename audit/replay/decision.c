#include "audit/replay/decision.h"

#include "audit/replay/matter.h"
#include "audit/replay/people.h"
#include "base/digest.h"
#include "rules/decision.h"

#include <stdio.h>

static const char *result_name(bool passed)
{
    return passed ? "passed" : "failed";
}

static struct decision_figures figures_of(const struct record_decision_recorded *body)
{
    return (struct decision_figures){.matter = body->matter,
                                     .people = {body->owners, body->took_part, body->in_favour},
                                     .area = {body->area_cm2, body->area_took_part, body->area_in_favour}};
}

static const char *wrong_of(const struct record_header *header, const struct record_decision_recorded *body)
{
    const struct decision_figures figures = figures_of(body);
    if (!decision_matter_known(body->matter))
        return "事项 matter";
    if (body->from > body->to || body->to > date_of_inst(header->recorded_at) ||
        (body->has_announced && body->announced > body->from))
        return "日期 days";
    if (body->ballots > 0 && body->took_part > body->ballots)
        return "选票少于参与人数 fewer ballots than took part";
    return decision_figures_wrong(&figures);
}

/* What the packs make of the figures on the day on which voting closed. A place without packs, and a day without law,
 * object to nothing. */
static RESULT judge_law(struct books *books, const struct record_decision_recorded *body, bool *ret_judged,
                        bool *ret_passed)
{
    struct ctx ctx = {.arena = books->arena};
    const struct decision_figures figures = figures_of(body);
    struct decision_outcome outcome = {.passed = false};
    struct rule_set *set;
    TRY(people_rule_set(books, body->to, &set));
    *ret_judged = set && !FAILED(decision_judge(&ctx, set, &figures, &outcome));
    *ret_passed = outcome.passed;
    return OK;
}

static RESULT judge(struct books *books, const struct record_header *header,
                    const struct record_decision_recorded *body)
{
    const bool recorded = body->result == DECISION_PASSED;
    const char *wrong = wrong_of(header, body);
    bool judged = false, passed = false;
    char key[64];
    (void)snprintf(key, sizeof key, "decision=%llu", (unsigned long long)header->seq);
    if (wrong) {
        books_object_value(books, FOUND_decision_figures, header->seq, key, (const char *const[2]){NULL, wrong});
        return OK;
    }
    TRY(judge_law(books, body, &judged, &passed));
    if (judged && passed != recorded)
        books_object_value(books, FOUND_decision_result, header->seq, key,
                           (const char *const[2]){result_name(passed), result_name(recorded)});
    return OK;
}

RESULT decision_recorded(struct books *books, const struct record_header *header,
                         const struct record_decision_recorded *body)
{
    const struct row_decision row = {.decision = books_octets(body->decision.b, sizeof body->decision.b),
                                     .matter = books_number(body->matter),
                                     .result = books_number(body->result),
                                     .owners = books_number(body->owners),
                                     .took_part = books_number(body->took_part),
                                     .in_favour = books_number(body->in_favour),
                                     .area_cm2 = books_number((int64_t)body->area_cm2),
                                     .area_took_part = books_number((int64_t)body->area_took_part),
                                     .area_in_favour = books_number((int64_t)body->area_in_favour),
                                     .from_date = books_number(body->from),
                                     .to_date = books_number(body->to),
                                     .announced = books_maybe(body->has_announced, body->announced),
                                     .ballots = books_number(body->ballots),
                                     .ballot_root = books_octets(body->ballot_root.b, sizeof body->ballot_root.b),
                                     .limit_fen = books_maybe(body->has_limit, body->limit.fen),
                                     .seq = books_number((int64_t)header->seq)};
    char hex[33], key[64];
    hex_encode(BYTES(body->decision.b, sizeof body->decision.b), hex);
    (void)snprintf(key, sizeof key, "decision=%s", hex);
    if (books_find(books, ROW_decision, &row))
        books_object(books, FOUND_opened_twice, header->seq, key);
    TRY(judge(books, header, body));
    for (uint32_t i = 0; i < body->refs_count; i++)
        matter_ref(books, header->seq, &body->refs[i]);
    return books_put(books, ROW_decision, &row);
}
