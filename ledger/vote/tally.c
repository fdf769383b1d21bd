#include "ledger/vote/tally.h"

#include "base/number.h"

#include <string.h>

enum { TIME_NONE = -1, DAY_SECONDS = 86400 };

static const struct {
    const char *zh, *en;
} choices[] = {[BALLOT_YES] = {"同意", "yes"},
               [BALLOT_NO] = {"反对", "no"},
               [BALLOT_ABSTAINED] = {"弃权", "abstain"},
               [BALLOT_INVALID] = {"无效", "invalid"}};

struct cast {       /* the ballot of a person that counts so far */
    uint8_t choice; /* 0: none */
    int64_t time;   /* seconds since 1970 in China, TIME_NONE without one */
    uint32_t line;
};

struct counting {
    struct ctx *ctx;
    const struct tally_in *in;
    struct cast *casts; /* of each person */
    bool changeable;
};

/* ---- one ballot ---- */

static RESULT read_choice(struct ctx *ctx, const char *text, uint8_t *ret_choice)
{
    error_set(&ctx->error, "value", "%s", text);
    for (uint8_t i = BALLOT_YES; i <= BALLOT_INVALID; i++) {
        if (strcmp(choices[i].zh, text) != 0 && strcmp(choices[i].en, text) != 0)
            continue;
        *ret_choice = i;
        return OK;
    }
    return REFUSE(ballot, choice);
}

/* "18:05" or "18:05:30" as seconds. */
static bool read_clock(const char *text, int64_t *ret_seconds)
{
    static const int64_t most[] = {23, 59, 59}, worth[] = {3600, 60, 1};
    int64_t seconds = 0;
    size_t part = 0;
    for (const char *at = text; part < LENGTH(most); part++, at += 3) {
        if (at[0] < '0' || at[0] > '9' || at[1] < '0' || at[1] > '9')
            return false;
        const int64_t value = (at[0] - '0') * 10 + (at[1] - '0');
        if (value > most[part])
            return false;
        seconds += value * worth[part];
        if (at[2] == '\0')
            break;
        if (at[2] != ':')
            return false;
    }
    *ret_seconds = seconds;
    return part == 1 || part == 2;
}

static bool read_time(const char *text, int64_t *ret_time, day *ret_day)
{
    char date[DATE_TEXT] = "";
    int64_t seconds = 0;
    const size_t length = strlen(text);
    const size_t first = length < 10 ? length : 10;
    memcpy(date, text, first);
    if (FAILED(date_parse(date, ret_day)))
        return false;
    if (length > 10 && ((text[10] != ' ' && text[10] != 'T') || !read_clock(text + 11, &seconds)))
        return false;
    *ret_time = (int64_t)*ret_day * DAY_SECONDS + seconds;
    return true;
}

static RESULT settle_time(struct counting *c, const struct tally_ballot_in *ballot, int64_t *ret_time)
{
    char from[DATE_TEXT], to[DATE_TEXT];
    day on;
    *ret_time = TIME_NONE;
    if (ballot->time[0] == '\0')
        return OK;
    date_format(c->in->from, from);
    date_format(c->in->to, to);
    error_set(&c->ctx->error, "value", "%s", ballot->time);
    error_set(&c->ctx->error, "from", "%s", from);
    error_set(&c->ctx->error, "to", "%s", to);
    if (!read_time(ballot->time, ret_time, &on) || on < c->in->from || on > c->in->to)
        return REFUSE(ballot, time);
    return OK;
}

/*= CN-SPC-9 同一买受人算一人 */
static RESULT cast(struct counting *c, const struct tally_ballot_in *ballot, size_t voter, const struct cast *made)
{
    struct cast *before = &c->casts[voter];
    const bool ordered = before->time != TIME_NONE && made->time != TIME_NONE && before->time != made->time;
    error_set(&c->ctx->error, "unit", "%s", ballot->unit);
    error_set(&c->ctx->error, "other", "%u", before->line);
    if (before->choice != 0 && !(c->changeable && ordered))
        return REFUSE(ballot, twice);
    if (before->choice == 0 || made->time > before->time)
        *before = *made;
    return OK;
}

/*= CN-SPC-8 面积和人数按登记簿 */
static RESULT find_voter(struct counting *c, const struct tally_ballot_in *ballot, size_t *ret_voter)
{
    const struct roll *roll = c->in->roll;
    size_t unit;
    error_set(&c->ctx->error, "unit", "%s", ballot->unit);
    error_set(&c->ctx->error, "value", "%s", ballot->voter);
    if (!roll_find(roll, ballot->unit, &unit))
        return REFUSE(ballot, unit);
    if (roll->counted[unit].voter == VOTER_NONE)
        return REFUSE(ballot, scope);
    *ret_voter = roll->counted[unit].voter;
    return roll_owns(roll, unit, ballot->voter) ? OK : REFUSE(ballot, voter);
}

/*= CN-PMR-12-2 业主可以委托代理人参加业主大会会议 */
static RESULT check_proxy(struct ctx *ctx, const struct tally_ballot_in *ballot)
{
    error_set(&ctx->error, "value", "%s", ballot->proxy);
    return ballot->proxy[0] == '\0' || ballot->document[0] != '\0' ? OK : REFUSE(ballot, proxy);
}

static RESULT count_ballot(struct counting *c, const struct tally_ballot_in *ballot)
{
    struct cast made = {.line = ballot->line};
    size_t voter = 0;
    error_set(&c->ctx->error, "line", "%u", ballot->line);
    TRY(read_choice(c->ctx, ballot->choice, &made.choice));
    TRY(find_voter(c, ballot, &voter));
    TRY(settle_time(c, ballot, &made.time));
    TRY(check_proxy(c->ctx, ballot));
    return cast(c, ballot, voter, &made);
}

/* ---- sums ---- */

static void add_choice(struct decision_measure *measure, uint8_t choice, uint64_t weight)
{
    measure->part += choice == BALLOT_INVALID ? 0 : weight;
    measure->yes += choice == BALLOT_YES ? weight : 0;
}

static RESULT sum_casts(struct counting *c, struct tally *tally)
{
    const struct roll *roll = c->in->roll;
    TRY(ARENA_TAKE(c->ctx->arena, roll->base.people + 1, &tally->ballots));
    for (size_t i = 0; i < roll->base.people; i++) {
        const struct voter *voter = &roll->base.voters[i];
        const uint8_t choice = c->casts[i].choice;
        if (choice == 0)
            continue;
        add_choice(&tally->people, choice, 1);
        add_choice(&tally->area, choice, voter->area_cm2);
        tally->ballots[tally->count++] =
            (struct ballot){roll->units[roll->first[i]].unit, choice, voter->units, voter->area_cm2, {{0}}};
    }
    return OK;
}

static struct tally of_register(const struct roll *roll)
{
    return (struct tally){.people.all = roll->base.people, .area.all = roll->base.area_cm2};
}

RESULT tally_ballots(struct ctx *ctx, const struct tally_in *in, const struct tally_ballot_in *list, size_t count,
                     struct tally *ret_tally)
{
    const struct rule *changeable = &in->set->rules[RULE_vote_changeable];
    struct counting c = {.ctx = ctx, .in = in, .changeable = changeable->stated && changeable->stated->value.a != 0};
    struct tally tally = of_register(in->roll);
    if (count == 0)
        return REFUSE(ballot, none);
    TRY(ARENA_TAKE(ctx->arena, in->roll->base.people + 1, &c.casts));
    for (size_t i = 0; i < count; i++)
        TRY(count_ballot(&c, &list[i]));
    TRY(sum_casts(&c, &tally));
    *ret_tally = tally;
    return OK;
}

/* ---- totals ---- */

/* What the register has, and what the file says it has. */
static RESULT check_base(struct ctx *ctx, const char *what, uint64_t registered, uint64_t stated)
{
    error_set(&ctx->error, "what", "%s：登记 %llu，文件 %llu registered %llu, the file says %llu", what,
              (unsigned long long)registered, (unsigned long long)stated, (unsigned long long)registered,
              (unsigned long long)stated);
    return stated == 0 || stated == registered ? OK : REFUSE(decision, figures);
}

RESULT tally_totals(struct ctx *ctx, const struct tally_in *in, const struct tally_totals_in *totals,
                    struct tally *ret_tally)
{
    struct tally tally = of_register(in->roll);
    TRY(check_base(ctx, "总人数 people", tally.people.all, totals->people.all));
    TRY(check_base(ctx, "总面积（平方厘米） area (cm²)", tally.area.all, totals->area.all));
    tally.people.part = totals->people.part;
    tally.people.yes = totals->people.yes;
    tally.area.part = totals->area.part;
    tally.area.yes = totals->area.yes;
    *ret_tally = tally;
    return OK;
}

/* ---- a meeting ---- */

static RESULT refuse_member(struct ctx *ctx, const char *name, const char *reason)
{
    error_set(&ctx->error, "person", "%s", name);
    error_set(&ctx->error, "reason", "%s", reason);
    return REFUSE(decision, member);
}

static const struct roll_member *find_member(const struct roll_member *members, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(members[i].name, name) == 0)
            return &members[i];
    return NULL;
}

static bool has_voted(const struct tally *tally, const struct uuid *subject)
{
    for (size_t i = 0; i < tally->count; i++)
        if (uuid_equal(&tally->ballots[i].voter, subject))
            return true;
    return false;
}

/*= ZJ-14-1 业委会会议应当有半数以上委员出席；不能委托 */
RESULT tally_meeting(struct ctx *ctx, const struct roll_member *members, size_t count,
                     const struct tally_names_in *names, struct tally *ret_tally)
{
    struct tally tally = {.people.all = count};
    TRY(ARENA_TAKE(ctx->arena, names->count + 1, &tally.ballots));
    for (size_t i = 0; i < names->count; i++) {
        const struct roll_member *member = find_member(members, count, names->names[i]);
        if (!member)
            return refuse_member(ctx, names->names[i], "不是当日在任的委员 no member in office that day");
        if (has_voted(&tally, &member->subject))
            return refuse_member(ctx, names->names[i], "写了两次 named twice");
        add_choice(&tally.people, names->choices[i], 1);
        tally.ballots[tally.count++] = (struct ballot){member->subject, names->choices[i], 0, 0, {{0}}};
    }
    *ret_tally = tally;
    return OK;
}
