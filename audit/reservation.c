#include "audit/reservation.h"

#include "audit/holding.h"
#include "audit/journal.h"
#include "base/digest.h"
#include "base/words.h"
#include "embed/sql.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

struct reservation { /* one that a capture or a closing of this change names */
    int64_t ordinal;
    uint16_t fund;
    uint32_t account_no;
    money amount, captured;
    int32_t expires;
    struct bytes payee;
    int16_t state;
    uint64_t community, seq;
    bool drained; /* by this change */
};

struct key {
    uint64_t community, seq;
};

struct judging {
    struct ctx *ctx;
    struct change *change;
    inst recorded_at;
    LIST(struct key) keys; /* of reservations; distinct and ascending once loaded */
    LIST(struct holding_key) accounts;
    struct reservation *reservations; /* one a key */
    struct holdings holdings;
};

/* ---- what the change is about ---- */

static int compare(const void *x, const void *y)
{
    const struct key *a = x, *b = y;
    if (a->community != b->community)
        return a->community < b->community ? -1 : 1;
    return (a->seq > b->seq) - (a->seq < b->seq);
}

static bool is_judged(const struct record_entry *entry)
{
    return entry->source == SOURCE_HAND || entry->source == SOURCE_SCHEDULE;
}

static RESULT collect_entry(struct judging *j, uint64_t community, const struct record_entry *entry)
{
    bool captures = false;
    for (uint32_t r = 0; r < entry->refs_count; r++) {
        if (entry->refs[r].role != REF_CAPTURES)
            continue;
        captures = true;
        TRY(LIST_ADD(&j->keys, (struct key){community, entry->refs[r].seq}));
    }
    for (uint32_t l = 0; l < entry->lines_count && (captures || is_judged(entry)); l++)
        TRY(LIST_ADD(&j->accounts, (struct holding_key){community, entry->lines[l].account_no}));
    return OK;
}

static RESULT collect(struct judging *j)
{
    for (size_t i = 0; i < j->change->items.count; i++) {
        const struct change_item *item = &j->change->items.items[i];
        const uint64_t community = change_community(j->change, item);
        if (!change_is_new(j->change, item))
            continue;
        if (item->kind == RECORD_entry)
            TRY(collect_entry(j, community, item->body));
        else if (item->kind == RECORD_reservation_made)
            TRY(LIST_ADD(&j->accounts,
                         (struct holding_key){community, ((struct record_reservation_made *)item->body)->account_no}));
        else if (item->kind == RECORD_reservation_closed)
            TRY(LIST_ADD(&j->keys,
                         (struct key){community, ((struct record_reservation_closed *)item->body)->reservation_seq}));
    }
    return OK;
}

static RESULT load_reservations(struct judging *j)
{
    static const struct db_column row[] = {COLUMN(reservation, ordinal),    COLUMN(reservation, fund),
                                           COLUMN(reservation, account_no), COLUMN(reservation, amount),
                                           COLUMN(reservation, captured),   COLUMN(reservation, expires),
                                           COLUMN(reservation, payee),      COLUMN(reservation, state)};
    struct db_array communities, seqs;
    struct db_value in[2];
    struct reservation *found = NULL;
    size_t kept = 0, count = 0;
    if (j->keys.count == 0)
        return OK;
    qsort(j->keys.items, j->keys.count, sizeof *j->keys.items, compare);
    db_array_init(&communities, j->ctx->arena, DB_INT8);
    db_array_init(&seqs, j->ctx->arena, DB_INT8);
    for (size_t i = 0; i < j->keys.count; i++) {
        if (kept > 0 && compare(&j->keys.items[kept - 1], &j->keys.items[i]) == 0)
            continue;
        j->keys.items[kept++] = j->keys.items[i];
        db_array_number(&communities, (int64_t)j->keys.items[kept - 1].community);
        db_array_number(&seqs, (int64_t)j->keys.items[kept - 1].seq);
    }
    j->keys.count = kept;
    TRY(db_array_value(&communities, &in[0]));
    TRY(db_array_value(&seqs, &in[1]));
    TRY(db_list(j->ctx, CALL(sql_reservation_state_list, in), ROW(reservation, row), &found, &count));
    TRY(ARENA_TAKE(j->ctx->arena, kept, &j->reservations));
    for (size_t i = 0; i < count; i++) {
        const size_t at = (size_t)found[i].ordinal - 1;
        j->reservations[at] = found[i];
        j->reservations[at].community = j->keys.items[at].community;
        j->reservations[at].seq = j->keys.items[at].seq;
    }
    return OK;
}

/* ---- records one after the other ---- */

/* Refusals in order: reservation.unknown, reservation.closed. */
static RESULT open_reservation(struct judging *j, uint64_t community, uint64_t seq, struct reservation **ret_found)
{
    const struct key key = {community, seq};
    const struct key *at = bsearch(&key, j->keys.items, j->keys.count, sizeof key, compare);
    assert(at);
    *ret_found = &j->reservations[at - j->keys.items];
    error_set(&j->ctx->error, "reservation", "#%llu", (unsigned long long)seq);
    if ((*ret_found)->state == 0)
        return REFUSE(reservation, unknown);
    return (*ret_found)->state == RESERVATION_OPEN ? OK : REFUSE(reservation, closed);
}

static RESULT close_reservation(struct judging *j, uint64_t community, struct record_reservation_closed *body)
{
    struct reservation *found;
    TRY(open_reservation(j, community, body->reservation_seq, &found));
    assert(body->reason + 1 != RESERVATION_EXPIRED || found->expires < date_of_inst(j->recorded_at));
    body->remaining = FEN(found->amount.fen - found->captured.fen);
    found->state = (int16_t)(body->reason + 1);
    struct holding *holding = holding_of(&j->holdings, community, found->account_no);
    if (holding)
        holding->reserved.fen -= body->remaining.fen;
    return OK;
}

static RESULT make_reservation(struct judging *j, uint64_t community, const struct record_reservation_made *body)
{
    struct holding *holding = holding_of(&j->holdings, community, body->account_no);
    if (!holding || holding->fund != body->fund) {
        error_set(&j->ctx->error, "account", "%u", body->account_no);
        return REFUSE(reservation, account);
    }
    return holding_reserve(j->ctx, holding, body->amount);
}

static void set_limit(struct judging *j, uint64_t community, const struct record_limit_set *body)
{
    struct holding *holding = holding_of(&j->holdings, community, body->account_no);
    if (!holding)
        return;
    holding->limit_kind = body->limit;
    holding->floor = body->amount;
}

static bool same_payee(const struct reservation *reservation, const struct record_entry *entry)
{
    return !reservation->payee.data || (entry->has_payee && reservation->payee.size == sizeof entry->payee.b &&
                                        memcmp(reservation->payee.data, entry->payee.b, sizeof entry->payee.b) == 0);
}

static RESULT capture(struct judging *j, uint64_t community, const struct record_entry *entry,
                      const struct record_ref *ref)
{
    char text[MONEY_TEXT];
    struct reservation *found;
    TRY(open_reservation(j, community, ref->seq, &found));
    const money left = FEN(found->amount.fen - found->captured.fen);
    date_format(found->expires, text);
    error_set(&j->ctx->error, "expires", "%s", text);
    money_format(left, text);
    error_set(&j->ctx->error, "left", "%s", text);
    money_format(ref->amount, text);
    error_set(&j->ctx->error, "amount", "%s", text);
    if (date_of_inst(j->recorded_at) > found->expires)
        return REFUSE(reservation, expired);
    if (ref->amount.fen <= 0 || ref->amount.fen > left.fen)
        return REFUSE(reservation, exceeded);
    if (!same_payee(found, entry))
        return REFUSE(reservation, payee);
    struct holding *holding = holding_of(&j->holdings, community, found->account_no);
    if (!holding || -holding->moved.fen < holding->captured.fen + ref->amount.fen)
        return REFUSE(reservation, unpaid);
    holding->captured.fen += ref->amount.fen;
    found->captured.fen += ref->amount.fen;
    if (found->captured.fen == found->amount.fen) {
        found->state = RESERVATION_EXHAUSTED;
        found->drained = true;
    }
    return OK;
}

static RESULT move(struct judging *j, uint64_t community, const struct record_entry *entry)
{
    for (uint32_t l = 0; l < entry->lines_count; l++) {
        const struct record_line *line = &entry->lines[l];
        struct holding *holding = holding_of(&j->holdings, community, line->account_no);
        if (!holding)
            continue;
        holding->touched = true;
        TRY(money_add(holding->moved, line->side == SIDE_DEBIT ? line->amount : money_neg(line->amount),
                      &holding->moved));
    }
    return OK;
}

static RESULT settle(struct judging *j, uint64_t community, const struct record_entry *entry)
{
    for (uint32_t l = 0; l < entry->lines_count; l++) {
        struct holding *holding = holding_of(&j->holdings, community, entry->lines[l].account_no);
        if (!holding || !holding->touched)
            continue;
        holding->touched = false;
        if (is_judged(entry))
            TRY(holding_judge(j->ctx, holding));
        TRY(holding_settle(holding));
    }
    return OK;
}

static RESULT judge_entry(struct judging *j, uint64_t community, const struct record_entry *entry)
{
    if (j->holdings.count == 0)
        return OK;
    TRY(move(j, community, entry));
    for (uint32_t r = 0; r < entry->refs_count; r++)
        if (entry->refs[r].role == REF_CAPTURES)
            TRY(capture(j, community, entry, &entry->refs[r]));
    return settle(j, community, entry);
}

static RESULT judge(struct judging *j, const struct change_item *item)
{
    const uint64_t community = change_community(j->change, item);
    error_set(&j->ctx->error, "entry", "%u", item->request + 1);
    switch (item->kind) {
    case RECORD_entry:
        return judge_entry(j, community, item->body);
    case RECORD_reservation_made:
        return make_reservation(j, community, item->body);
    case RECORD_reservation_closed:
        return close_reservation(j, community, item->body);
    case RECORD_limit_set:
        set_limit(j, community, item->body);
        return OK;
    default:
        return OK;
    }
}

/* ---- what is exhausted closes itself ---- */

static RESULT close_drained(struct judging *j, const struct reservation *reservation)
{
    struct record_reservation_closed *body;
    struct digest secret;
    const char *key;
    TRY(ARENA_TAKE(j->ctx->arena, 1, &body));
    body->reservation_seq = reservation->seq;
    body->reason = RESERVATION_EXHAUSTED - 1;
    body->remaining = FEN(0);
    TRY(arena_print(j->ctx->arena, &key, "reservation-exhausted-%llu", (unsigned long long)reservation->seq));
    TRY(journal_secret(j->ctx, &secret));
    const struct digest mac =
        change_mac(&secret, reservation->community, "reservation_exhaust", BYTES(key, strlen(key)));
    TRY(change_request(j->ctx, j->change, reservation->community, key, &mac));
    j->change->requests.items[j->change->requests.count - 1].by_door = true;
    return change_add(j->change, RECORD_reservation_closed, body, NULL);
}

void reservation_retract(struct change *change)
{
    while (change->requests.count > 0 && change->requests.items[change->requests.count - 1].by_door) {
        change->requests.count--;
        while (change->items.count > 0 &&
               change->items.items[change->items.count - 1].request == change->requests.count)
            change->items.count--;
    }
}

RESULT reservation_check(struct ctx *ctx, struct change *change, inst recorded_at)
{
    struct judging j = {.ctx = ctx, .change = change, .recorded_at = recorded_at};
    j.keys.arena = j.accounts.arena = ctx->arena;
    j.keys.max = CHANGE_LINKS_MAX;
    j.accounts.max = CHANGE_UNITS_MAX;
    const size_t count = change->items.count;
    TRY(collect(&j));
    TRY(load_reservations(&j));
    if (j.accounts.count > 0)
        TRY(holding_load(ctx, j.accounts.items, j.accounts.count, &j.holdings));
    for (size_t i = 0; i < count && j.keys.count + j.holdings.count > 0; i++)
        if (change_is_new(change, &change->items.items[i]))
            TRY(judge(&j, &change->items.items[i]));
    for (size_t i = 0; i < j.keys.count; i++)
        if (j.reservations[i].drained)
            TRY(close_drained(&j, &j.reservations[i]));
    return OK;
}
