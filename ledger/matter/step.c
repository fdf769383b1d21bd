#include "ledger/matter/step.h"

#include "ledger/matter/document.h"
#include "ledger/people/community.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* ---- papers ---- */

static RESULT refuse_link(struct ctx *ctx, const char *text)
{
    error_set(&ctx->error, "value", "%s", text);
    return REFUSE(paper, link);
}

RESULT step_paper_read(struct ctx *ctx, uint64_t community, const char *text, struct step_paper *ret_paper)
{
    const char *equals = strchr(text, '='), *name;
    struct document document;
    if (!equals)
        return refuse_link(ctx, text);
    TRY(arena_text(ctx->arena, text, (size_t)(equals - text), &name));
    if (!paper_parse(name, &ret_paper->paper))
        return refuse_link(ctx, text);
    TRY(document_find(ctx, community, equals + 1, &document));
    ret_paper->document = document.seq;
    return OK;
}

RESULT step_papers_read(struct ctx *ctx, uint64_t community, const char *const *texts, size_t count,
                        const struct step_paper **ret_papers)
{
    struct step_paper *papers;
    if (count > STEP_PAPERS_MAX)
        return refuse_link(ctx, texts[STEP_PAPERS_MAX]);
    TRY(ARENA_TAKE(ctx->arena, count + 1, &papers));
    for (size_t i = 0; i < count; i++)
        TRY(step_paper_read(ctx, community, texts[i], &papers[i]));
    *ret_papers = papers;
    return OK;
}

uint32_t step_papers(const struct step *step)
{
    uint32_t papers = 0;
    for (size_t i = 0; i < step->paper_count; i++)
        papers |= UINT32_C(1) << step->papers[i].paper;
    return papers;
}

RESULT step_papers_say(struct arena *arena, uint32_t papers, enum language language, const char **ret_text)
{
    static const char *const between[] = {"、", ", "};
    *ret_text = "";
    for (int paper = 0; paper < PAPERS; paper++)
        if (papers >> paper & 1)
            TRY(arena_print(arena, ret_text, "%s%s%s", *ret_text, (*ret_text)[0] ? between[language] : "",
                            paper_text(paper, language)));
    return OK;
}

RESULT step_refuse_papers(struct ctx *ctx, const char *verb, uint32_t missing, const char *rule)
{
    const char *texts[2];
    TRY(step_papers_say(ctx->arena, missing, LANGUAGE_ZH, &texts[0]));
    TRY(step_papers_say(ctx->arena, missing, LANGUAGE_EN, &texts[1]));
    error_set(&ctx->error, "verb", "%s", verb);
    error_set(&ctx->error, "paper", "%s %s", texts[0], texts[1]);
    error_set(&ctx->error, "rule", "%s", rule);
    return REFUSE(paper, missing);
}

RESULT step_check_words(struct ctx *ctx, const char *text, const char *pointer, size_t max)
{
    error_set(&ctx->error, "pointer", "%s", pointer);
    if (text[0] == '\0')
        return REFUSE(field, required);
    TRY(community_check_text(ctx, text));
    error_set(&ctx->error, "reason", "%s %zu bytes", pointer, max);
    return strlen(text) <= max ? OK : REFUSE(text, refused);
}

RESULT step_append(struct ctx *ctx, const struct step *step, const struct step **list, size_t *count)
{
    struct step *steps;
    TRY(ARENA_TAKE(ctx->arena, *count + 1, &steps));
    if (*count > 0)
        memcpy(steps, *list, *count * sizeof *steps);
    steps[(*count)++] = *step;
    *list = steps;
    return OK;
}

/* ---- what is kept ---- */

static void put_maybe(struct buffer *out, const char *name, struct maybe value)
{
    if (value.present)
        json_put_number(out, name, value.value);
}

void step_put(struct buffer *out, const struct step *step)
{
    json_put_string(out, "verb", step->verb);
    json_put_date(out, "on", step->on);
    if (step->amount.present)
        json_put_money(out, "amount", FEN(step->amount.value));
    if (step->when.present)
        json_put_date(out, "when", (day)step->when.value);
    put_maybe(out, "decision", step->decision);
    put_maybe(out, "party", step->party);
    json_put_string(out, "reason", step->reason);
    json_open_array(out, "papers");
    for (size_t i = 0; i < step->paper_count; i++) {
        json_open_object(out, NULL);
        json_put_string(out, "paper", paper_name(step->papers[i].paper));
        json_put_unsigned(out, "document", step->papers[i].document);
        json_close_object(out);
    }
    json_close_array(out);
}

static RESULT copy_text(struct ctx *ctx, const struct json_value *value, const char *name, const char **ret_text)
{
    const char *text;
    TRY(json_get_text(ctx, value, "", name, &text));
    return arena_text(ctx->arena, text, strlen(text), ret_text);
}

static void load_maybe(const struct json_value *value, const char *name, struct maybe *ret_maybe)
{
    ret_maybe->present = json_as_integer(json_member(value, name), &ret_maybe->value);
}

static RESULT load_papers(struct ctx *ctx, const struct json_value *value, struct step *step)
{
    const struct json_value *array;
    struct step_paper *papers;
    TRY(json_get_array(ctx, value, "", "papers", &array));
    step->paper_count = json_count(array);
    TRY(ARENA_TAKE(ctx->arena, step->paper_count + 1, &papers));
    for (size_t i = 0; i < step->paper_count; i++) {
        const struct json_value *item = json_at(array, i);
        const char *name;
        int64_t document = 0;
        TRY(json_get_text(ctx, item, "/papers", "paper", &name));
        if (!paper_parse(name, &papers[i].paper) || !json_as_integer(json_member(item, "document"), &document)) {
            error_set(&ctx->error, "pointer", "/papers");
            error_set(&ctx->error, "expected", "材料 paper");
            return REFUSE(field, type);
        }
        papers[i].document = (uint64_t)document;
    }
    step->papers = papers;
    return OK;
}

RESULT step_load(struct ctx *ctx, const struct json_value *value, struct step *step)
{
    TRY(copy_text(ctx, value, "verb", &step->verb));
    TRY(json_get_date(ctx, value, "", "on", &step->on));
    TRY(copy_text(ctx, value, "reason", &step->reason));
    step->amount.present = json_member(value, "amount") != NULL;
    step->when.present = json_member(value, "when") != NULL;
    if (step->amount.present) {
        money amount;
        TRY(json_get_money(ctx, value, "", "amount", &amount));
        step->amount.value = amount.fen;
    }
    if (step->when.present) {
        day when;
        TRY(json_get_date(ctx, value, "", "when", &when));
        step->when.value = when;
    }
    load_maybe(value, "decision", &step->decision);
    load_maybe(value, "party", &step->party);
    return load_papers(ctx, value, step);
}

/* ---- what a record names ---- */

RESULT step_refs(struct ctx *ctx, const struct step *step, const struct record_ref more[STEP_REFS_MORE],
                 struct record_ref **ret_refs, uint32_t *ret_count)
{
    struct record_ref *refs;
    uint32_t count = 0, kept = 0;
    assert(step->paper_count <= STEP_PAPERS_MAX);
    TRY(ARENA_TAKE(ctx->arena, STEP_PAPERS_MAX + STEP_REFS_MORE, &refs));
    for (size_t i = 0; i < STEP_REFS_MORE && more[i].role != 0; i++)
        refs[count++] = more[i];
    for (size_t i = 0; i < step->paper_count; i++)
        refs[count++] = (struct record_ref){REF_DOCUMENT, step->papers[i].document, FEN(0)};
    qsort(refs, count, sizeof *refs, change_compare_refs);
    for (uint32_t i = 0; i < count; i++)
        if (kept == 0 || change_compare_refs(&refs[kept - 1], &refs[i]) != 0)
            refs[kept++] = refs[i];
    *ret_refs = refs;
    *ret_count = kept;
    return OK;
}
