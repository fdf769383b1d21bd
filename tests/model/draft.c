#include "ledger/book/draft.h"

#include "tests/model/operation.h"
#include "tests/model/posting.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

enum class { NOBODY, TREASURER, MEMBER, CHAIR };

static enum class class_of(enum life_person person) {
    static const enum class classes[] = {[LIFE_TREASURER] = TREASURER,
                                         [LIFE_SECOND_TREASURER] = TREASURER,
                                         [LIFE_MEMBER] = MEMBER,
                                         [LIFE_SECOND_MEMBER] = MEMBER,
                                         [LIFE_CHAIR] = CHAIR,
                                         [LIFE_STRANGER] = NOBODY};
    return classes[person];
}

/* ---- content ---- */

/* An entry of public income, spoiled or not, and the JSON that says so. */
static struct bytes write_content(struct life *life, struct life_draft *draft)
{
    struct posting posting;
    draft->entry = model_entry(ENTRY_ORDINARY, life_day(life));
    if (life_once_in(life, 2)) {
        posting_two_lines(life, &draft->entry, (const char *const[]){"100201", "4003"}, life_amount(life, 200000));
        draft->entry.lines[1].stream = 3;
    } else {
        posting_two_lines(life, &draft->entry, (const char *const[]){"6003", "100201"},
                          life_amount(life, model_net(life->model, FUND_PI, "100201") / 5));
        posting_capture(life, &draft->entry);
    }
    posting_attach(life, &draft->entry);
    posting_fill(life, &draft->entry, NULL, &posting);
    draft->fault = posting_spoil(life, &posting, true);
    return posting_json(life, &posting);
}

/* What no draft may hold. */
static enum error spoil_content(struct life *life, struct bytes *content)
{
    if (!life_once_in(life, 10))
        return ERROR_none;
    const bool array = life_once_in(life, 2);
    *content = array ? BYTES("[]", 2) : BYTES("{\"date\":", 8);
    return array ? ERROR_field_type : ERROR_json_malformed;
}

/* ---- a new draft ---- */

static struct life_draft *free_slot(struct town *town)
{
    for (size_t d = 0; d < MODEL_DRAFTS; d++)
        if (town->drafts[d].state == 0 || town->drafts[d].state == 4)
            return &town->drafts[d];
    return NULL;
}

void draft_write(struct life *life)
{
    struct life_draft *slot = free_slot(life->town), fresh = {.state = 1, .version = 1};
    struct draft stored;
    if (!slot)
        return;
    fresh.hands[0] = (enum life_person)life_any(life, life_once_in(life, 4) ? LIFE_PEOPLE : 2);
    struct draft_in in = {.community = life->town->code, .content = write_content(life, &fresh)};
    enum error verdict = spoil_content(life, &in.content);
    if (verdict == ERROR_none && class_of(fresh.hands[0]) != TREASURER)
        verdict = ERROR_draft_role;
    life->ctx->actor = life->town->people[fresh.hands[0]];
    life_expect(life, verdict);
    if (!life_agreed(life, draft_create(life->ctx, &in, &stored)))
        return;
    assert_int_equal(stored.version, 1);
    fresh.id = stored.draft;
    *slot = fresh;
}

/* ---- its way ---- */

struct step {
    const char *verb;
    int from, to;
    enum class class;
};

static const struct step moves[] = {
    {"edit", 1, 1, TREASURER},     {"discard", 1, 0, TREASURER},  {"submit", 1, 2, TREASURER},
    {"withdraw", 2, 1, TREASURER}, {"withdraw", 3, 1, TREASURER}, {"review", 2, 3, MEMBER},
    {"return", 2, 1, MEMBER},      {"return", 3, 1, CHAIR},       {"approve", 3, 4, CHAIR}};

struct attempt {
    struct life_draft *draft;
    const char *verb;
    enum life_person person;
    struct draft_in in;
    struct life_draft content; /* of an edit */
};

static const struct step *move_of(const struct attempt *a)
{
    for (size_t i = 0; i < LENGTH(moves); i++)
        if (moves[i].from == a->draft->state && strcmp(moves[i].verb, a->verb) == 0)
            return &moves[i];
    return NULL;
}

/* The entry as the ledger would judge it: only the approval posts it. */
static enum error judge_content(const struct life *life, const struct life_draft *draft, bool posts)
{
    struct verdict verdict = {ERROR_none};
    if (posts)
        return judge_entry(life->model, &draft->entry, life_today(life), draft->fault);
    judge_add(&verdict, draft->fault != ERROR_none, draft->fault);
    judge_prepared(life->model, &draft->entry, life_today(life), &verdict);
    return verdict.error;
}

static enum error judge(const struct life *life, const struct attempt *a)
{
    const struct step *move = move_of(a);
    const struct life_draft *d = a->draft;
    if (d->state == 4 && strcmp(a->verb, "approve") == 0 && a->in.version == d->version - 1 && a->person == d->hands[2])
        return ERROR_none; /* asked again: the answer was lost */
    if (a->in.version != d->version)
        return ERROR_draft_stale;
    if (!move)
        return ERROR_draft_state;
    if ((move->to == 3 || move->to == 4) && (a->person == d->hands[0] || (move->to == 4 && a->person == d->hands[1])))
        return ERROR_draft_same_hand;
    if (class_of(a->person) != move->class)
        return ERROR_draft_role;
    return move->to == 2 || move->to == 4 ? judge_content(life, d, move->to == 4) : ERROR_none;
}

/* Mostly the next step by somebody who may do it. */
static struct attempt draw(struct life *life)
{
    static const char *const next[] = {"", "submit", "review", "approve", "approve"};
    static const enum life_person first[] = {
        [TREASURER] = LIFE_TREASURER, [MEMBER] = LIFE_MEMBER, [CHAIR] = LIFE_CHAIR};
    struct attempt a = {.draft = &life->town->drafts[life_any(life, MODEL_DRAFTS)]};
    a.verb = life_once_in(life, 3) ? moves[life_any(life, LENGTH(moves))].verb : next[a.draft->state];
    const struct step *move = move_of(&a);
    if (!move || life_once_in(life, 6))
        a.person = (enum life_person)life_any(life, LIFE_PEOPLE);
    else
        a.person = first[move->class] + (move->class == CHAIR ? 0 : (enum life_person)life_any(life, 2));
    if (a.draft->state == 4 && life_once_in(life, 2))
        a.person = a.draft->hands[2];
    a.in = (struct draft_in){.community = life->town->code,
                             .draft = a.draft->id,
                             .version = a.draft->version - (life_once_in(life, a.draft->state == 4 ? 2 : 10) ? 1 : 0),
                             .reason = "附件不全"};
    return a;
}

/* What is refused before the draft is looked at. */
static enum error spoil(struct life *life, struct attempt *a)
{
    if (strcmp(a->verb, "edit") == 0) {
        a->in.content = write_content(life, &a->content);
        return spoil_content(life, &a->in.content);
    }
    if (strcmp(a->verb, "return") == 0 && life_once_in(life, 4)) {
        a->in.reason = life_once_in(life, 2) ? NULL : " 前面有空格";
        return a->in.reason ? ERROR_text_refused : ERROR_field_required;
    }
    if (!life_once_in(life, 20))
        return ERROR_none;
    a->in.draft.b[3] ^= 1;
    return ERROR_draft_unknown;
}

static void keep(struct life *life, const struct attempt *a, const struct draft *stored)
{
    struct life_draft *d = a->draft;
    const struct step *move = move_of(a);
    if (!move) {
        fail_msg("%s is no move from %d", a->verb, d->state);
        return;
    }
    assert_int_equal(stored->state, move->to);
    d->state = move->to;
    if (move->to == 0)
        return;
    assert_int_equal(stored->version, ++d->version);
    if (strcmp(a->verb, "edit") == 0) {
        d->entry = a->content.entry;
        d->fault = a->content.fault;
        d->hands[0] = a->person;
    }
    if (move->to == 3)
        d->hands[1] = a->person;
    if (move->to != 4)
        return;
    d->hands[2] = a->person;
    assert_int_equal(stored->entry_seq.value, life->model->entries[model_post(life->model, &d->entry)].seq);
}

void draft_step(struct life *life)
{
    struct draft stored;
    struct attempt a = draw(life);
    if (a.draft->state == 0)
        return;
    const enum error fault = spoil(life, &a);
    life_expect(life, fault != ERROR_none ? fault : judge(life, &a));
    life->ctx->actor = life->town->people[a.person];
    if (!life_agreed(life, draft_move(life->ctx, a.verb, &a.in, &stored)))
        return;
    if (a.draft->state != 4)
        keep(life, &a, &stored);
}
