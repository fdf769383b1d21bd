#include "ledger/duty/committee_term.h"

#include "base/json.h"
#include "base/json_write.h"
#include "ledger/duty/filing.h"
#include "ledger/people/community.h"
#include "ledger/people/rule_activation.h"

static const char *const span_names[] = {"from", "to"};

static void name_days(struct ctx *ctx, const char *const names[2], day first, day second)
{
    char texts[2][DATE_TEXT];
    date_format(first, texts[0]);
    date_format(second, texts[1]);
    for (int i = 0; i < 2; i++)
        error_set(&ctx->error, names[i], "%s", texts[i]);
}

/* ---- the text ---- */

static RESULT write_text(struct ctx *ctx, const struct committee_term_open_in *in, struct bytes *ret_text)
{
    struct buffer out;
    buffer_init(&out, ctx->arena, FILING_TEXT_MAX);
    json_open_object(&out, NULL);
    json_put_date(&out, "from", in->from);
    json_put_date(&out, "to", in->to);
    json_put_date(&out, "formed_on", in->formed_on);
    json_close_object(&out);
    return buffer_done(&out, ret_text);
}

static RESULT load(struct ctx *ctx, const struct json_value *value, struct committee_term *term)
{
    TRY(json_get_date(ctx, value, "", "from", &term->from));
    TRY(json_get_date(ctx, value, "", "to", &term->to));
    return json_get_date(ctx, value, "", "formed_on", &term->formed_on);
}

static RESULT load_text(struct ctx *ctx, struct bytes text, struct committee_term *term)
{
    CLEANUP(json_free) struct json *json = NULL;
    error_set(&ctx->error, "file", "opening");
    TRY(json_parse(ctx, text, &json));
    return load(ctx, json_root(json), term);
}

static int compare(const void *x, const void *y)
{
    const struct committee_term *a = x, *b = y;
    return a->from < b->from ? -1 : a->from > b->from;
}

RESULT committee_term_list(struct ctx *ctx, uint64_t community, struct committee_term **ret_list, size_t *ret_count)
{
    const struct matter_key key = {.community = community, .noun = NOUN_COMMITTEE_TERM};
    struct matter_step *steps;
    TRY(matter_steps(ctx, &key, &steps, ret_count));
    TRY(ARENA_TAKE(ctx->arena, *ret_count + 1, ret_list));
    for (size_t i = 0; i < *ret_count; i++) {
        (*ret_list)[i] = (struct committee_term){.term = steps[i].id, .seq = steps[i].seq};
        TRY(load_text(ctx, steps[i].text, &(*ret_list)[i]));
    }
    qsort(*ret_list, *ret_count, sizeof **ret_list, compare);
    return OK;
}

/* ---- opening ---- */

/*= SX-24-1 业委会每届任期三年至五年 */
static RESULT check_length(struct ctx *ctx, const struct committee_term_open_in *in)
{
    static const struct calendar week = {.weekend_is_rest = true};
    struct rules_in_force rules;
    struct buffer said;
    struct bytes text;
    day last;
    TRY(rule_activation_set(ctx, in->community, in->from, &rules));
    const struct pack_rule *rule = rules.set.rules[RULE_committee_term_max].stated;
    if (!rule)
        return OK;
    TRY(calendar_end(&week, in->from - 1, &rule->value, &last));
    buffer_init(&said, ctx->arena, 128);
    pack_value_say(RULE_committee_term_max, &rule->value, LANGUAGE_ZH, &said);
    TRY(buffer_done(&said, &text));
    error_set(&ctx->error, "required", "%s", (const char *)text.data);
    name_days(ctx, (const char *const[]){"from", "until"}, in->from, last);
    name_days(ctx, span_names, in->from, in->to);
    return in->to <= last ? OK : REFUSE(committee_term, length);
}

static RESULT check_overlap(struct ctx *ctx, const struct committee_term_open_in *in)
{
    struct committee_term *list;
    size_t count;
    TRY(committee_term_list(ctx, in->community, &list, &count));
    name_days(ctx, span_names, in->from, in->to);
    for (size_t i = 0; i < count; i++) {
        error_set(&ctx->error, "term", "#%llu", (unsigned long long)list[i].seq);
        if (list[i].from <= in->to && in->from <= list[i].to)
            return REFUSE(committee_term, overlap);
    }
    return OK;
}

static RESULT open_once(struct ctx *ctx, const struct committee_term_open_in *in, struct bytes text, uint64_t *ret_seq)
{
    const struct filing filing = {.community = in->community,
                                  .key = in->key,
                                  .operation = "committee_term_open",
                                  .request = text,
                                  .text = text,
                                  .noun = NOUN_COMMITTEE_TERM,
                                  .from = in->from,
                                  .due = {true, in->to}};
    struct filing_begun begun;
    TRY(filing_begin(ctx, in->community, in->key, &begun));
    if (!begun.written)
        TRY(check_overlap(ctx, in));
    return filing_post(ctx, &begun, &filing, ret_seq);
}

RESULT committee_term_open(struct ctx *ctx, const struct committee_term_open_in *in, uint64_t *ret_seq)
{
    struct bytes text;
    result done = OK;
    name_days(ctx, span_names, in->from, in->to);
    if (in->to <= in->from || in->from <= DAY_MIN || in->formed_on > ctx_today(ctx) || in->formed_on > in->to)
        return REFUSE(committee_term, dates);
    TRY(community_act(ctx, in->community, ACTOR_PERSON));
    TRY(check_length(ctx, in));
    TRY(write_text(ctx, in, &text));
    for (int i = 0; i < JOURNAL_ATTEMPTS; i++) {
        done = open_once(ctx, in, text, ret_seq);
        if (done.code != ERROR_journal_moved)
            return done;
    }
    return done;
}
