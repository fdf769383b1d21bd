#include "ledger/book/reservation.h"

#include "base/canon.h"
#include "embed/sql.h"
#include "ledger/book/account.h"
#include "ledger/people/community.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { EXPIRE_ATTEMPTS = 5, EXPIRE_MAX = 10000 };

static void name_it(struct ctx *ctx, uint64_t seq)
{
    error_set(&ctx->error, "reservation", "#%llu", (unsigned long long)seq);
}

/* ---- make ---- */

static RESULT check_in(struct ctx *ctx, const struct reservation_make_in *in)
{
    char amount[MONEY_TEXT], expires[DATE_TEXT];
    money_format(in->amount, amount);
    date_format(in->expires, expires);
    if (in->payee)
        TRY(community_check_text(ctx, in->payee));
    error_set(&ctx->error, "amount", "%s", amount);
    error_set(&ctx->error, "expires", "%s", expires);
    if (in->amount.fen <= 0)
        return REFUSE(reservation, amount);
    TRY(money_check(in->amount));
    return in->expires < ctx_today(ctx) ? REFUSE(reservation, late) : OK;
}

static RESULT request_of(struct ctx *ctx, const struct reservation_make_in *in, struct bytes *ret_request)
{
    struct buffer out;
    buffer_init(&out, ctx->arena, 4096);
    canon_u16(&out, in->fund);
    canon_bytes(&out, BYTES(in->account, strlen(in->account)));
    canon_i64(&out, in->amount.fen);
    canon_i32(&out, in->expires);
    canon_u8(&out, in->payee != NULL);
    canon_bytes(&out, BYTES(in->payee, in->payee ? strlen(in->payee) : 0));
    canon_u8(&out, in->payee_commitment != NULL);
    if (in->payee_commitment)
        canon_bytes(&out, BYTES(in->payee_commitment->b, sizeof in->payee_commitment->b));
    canon_u8(&out, in->rests_on.present);
    canon_i64(&out, in->rests_on.value);
    return buffer_done(&out, ret_request);
}

static RESULT begin(struct ctx *ctx, struct change *change, uint64_t community, const char *key, struct bytes request)
{
    struct digest secret;
    TRY(journal_secret(ctx, &secret));
    const struct digest mac = change_mac(&secret, community, "reservation", request);
    return change_request(ctx, change, community, key, &mac);
}

static RESULT fill(struct ctx *ctx, struct change *change, const struct reservation_make_in *in,
                   struct record_reservation_made *body)
{
    body->fund = in->fund;
    body->amount = in->amount;
    body->expires = in->expires;
    body->has_payee = in->payee || in->payee_commitment;
    if (in->payee_commitment)
        body->payee = *in->payee_commitment;
    else if (in->payee)
        TRY(change_commit(ctx, change, COMMIT_PAYEE_NAME, BYTES(in->payee, strlen(in->payee)), &body->payee));
    if (!in->rests_on.present)
        return OK;
    TRY(ARENA_TAKE(ctx->arena, 1, &body->refs));
    body->refs[body->refs_count++] = (struct record_ref){REF_DECIDED_BY, (uint64_t)in->rests_on.value, FEN(0)};
    return OK;
}

RESULT reservation_make(struct ctx *ctx, const struct reservation_make_in *in, uint64_t *ret_seq)
{
    const struct account_key account = {in->community, in->fund, in->account};
    struct change change;
    struct record_reservation_made *body;
    struct bytes request;
    TRY(check_in(ctx, in));
    TRY(ARENA_TAKE(ctx->arena, 1, &body));
    TRY(account_leaf(ctx, &account, &body->account_no));
    TRY(request_of(ctx, in, &request));
    change_init(&change, ctx->arena);
    TRY(begin(ctx, &change, in->community, in->key, request));
    TRY(fill(ctx, &change, in, body));
    TRY(change_add(&change, RECORD_reservation_made, body, NULL));
    TRY(journal_post(ctx, &change));
    *ret_seq = change.requests.items[0].seq;
    return OK;
}

/* ---- the end of a reservation ---- */

/* What is left of it is known, and written, under the head lock. */
static RESULT add_closing(struct ctx *ctx, struct change *change, uint64_t reservation, enum reservation_state state)
{
    struct record_reservation_closed *body;
    assert(state > RESERVATION_OPEN);
    TRY(ARENA_TAKE(ctx->arena, 1, &body));
    body->reservation_seq = reservation;
    body->reason = (uint8_t)(state - 1);
    return change_add(change, RECORD_reservation_closed, body, NULL);
}

RESULT reservation_release(struct ctx *ctx, uint64_t community, const char *key, uint64_t reservation)
{
    struct change change;
    struct buffer out;
    struct bytes request;
    buffer_init(&out, ctx->arena, 16);
    canon_u64(&out, reservation);
    TRY(buffer_done(&out, &request));
    change_init(&change, ctx->arena);
    TRY(begin(ctx, &change, community, key, request));
    TRY(add_closing(ctx, &change, reservation, RESERVATION_RELEASED));
    return journal_post(ctx, &change);
}

struct due_row {
    uint64_t seq;
};

static RESULT expire_once(struct ctx *ctx, uint64_t community, day today, size_t *ret_count)
{
    static const struct db_column row[] = {COLUMN(due_row, seq)};
    const struct db_value in[] = {db_number((int64_t)community), db_number(today), db_number(EXPIRE_MAX)};
    struct due_row *due = NULL;
    struct change change;
    change_init(&change, ctx->arena);
    TRY(db_list(ctx, CALL(sql_reservation_due_list, in), ROW(due_row, row), &due, ret_count));
    for (size_t i = 0; i < *ret_count; i++) {
        const char *key;
        TRY(arena_print(ctx->arena, &key, "reservation-expired-%llu", (unsigned long long)due[i].seq));
        TRY(begin(ctx, &change, community, key, BYTES(key, strlen(key))));
        TRY(add_closing(ctx, &change, due[i].seq, RESERVATION_EXPIRED));
    }
    return journal_post(ctx, &change);
}

RESULT reservation_expire(struct ctx *ctx, uint64_t community, day today, size_t *ret_count)
{
    const day until = today < ctx_today(ctx) ? today : ctx_today(ctx);
    result done = OK;
    for (int i = 0; i < EXPIRE_ATTEMPTS; i++) { /* somebody may release one of them meanwhile */
        done = expire_once(ctx, community, until, ret_count);
        if (done.code != ERROR_reservation_closed)
            return done;
    }
    return done;
}

/* ---- lists ---- */

RESULT reservation_list(struct ctx *ctx, uint64_t community, bool all, struct reservation_listed **ret_list,
                        size_t *ret_count)
{
    static const struct db_column row[] = {
        COLUMN(reservation_listed, seq),    COLUMN(reservation_listed, fund),     COLUMN(reservation_listed, account),
        COLUMN(reservation_listed, amount), COLUMN(reservation_listed, captured), COLUMN(reservation_listed, expires),
        COLUMN(reservation_listed, state),  COLUMN(reservation_listed, payee),    COLUMN(reservation_listed, rests_on)};
    const struct db_value in[] = {db_number((int64_t)community),
                                  db_number(all ? RESERVATION_EXHAUSTED : RESERVATION_OPEN)};
    *ret_list = NULL;
    return db_list(ctx, CALL(sql_reservation_list, in), ROW(reservation_listed, row), ret_list, ret_count);
}

RESULT reservation_available_list(struct ctx *ctx, uint64_t community, struct reservation_available **ret_list,
                                  size_t *ret_count)
{
    static const struct db_column row[] = {
        COLUMN(reservation_available, fund),     COLUMN(reservation_available, account),
        COLUMN(reservation_available, name),     COLUMN(reservation_available, balance),
        COLUMN(reservation_available, reserved), COLUMN(reservation_available, available)};
    const struct db_value in[] = {db_number((int64_t)community)};
    *ret_list = NULL;
    return db_list(ctx, CALL(sql_reservation_available_list, in), ROW(reservation_available, row), ret_list, ret_count);
}

RESULT reservation_available(struct ctx *ctx, uint64_t community, uint16_t fund, const char *account,
                             struct reservation_available *ret_sum)
{
    struct reservation_available *list, sum = {fund, account, NULL, FEN(0), FEN(0), FEN(0)};
    size_t count;
    TRY(reservation_available_list(ctx, community, &list, &count));
    for (size_t i = 0; i < count; i++) {
        if (list[i].fund != fund || (account && strcmp(list[i].account, account) != 0))
            continue;
        TRY(money_add(sum.balance, list[i].balance, &sum.balance));
        TRY(money_add(sum.reserved, list[i].reserved, &sum.reserved));
    }
    TRY(money_add(sum.balance, money_neg(sum.reserved), &sum.available));
    *ret_sum = sum;
    return OK;
}

/* ---- captures ---- */

struct target {
    uint64_t seq;
    struct bytes payee; /* commitment */
    const char *name;
};

static RESULT sort(struct ctx *ctx, const struct reservation_captures *captures, struct record_ref *refs)
{
    char text[MONEY_TEXT] = "-";
    error_set(&ctx->error, "amount", "%s", text);
    if (captures->count > RESERVATION_CAPTURES_MAX)
        return REFUSE(reservation, amount);
    for (size_t i = 0; i < captures->count; i++)
        refs[i] = (struct record_ref){REF_CAPTURES, captures->items[i].reservation, captures->items[i].amount};
    qsort(refs, captures->count, sizeof *refs, change_compare_refs);
    for (size_t i = 0; i < captures->count; i++) {
        money_format(refs[i].amount, text);
        error_set(&ctx->error, "amount", "%s", text);
        if (refs[i].amount.fen <= 0 || (i > 0 && refs[i].seq == refs[i - 1].seq))
            return REFUSE(reservation, amount);
    }
    return OK;
}

static RESULT look_up(struct ctx *ctx, const struct reservation_captures *captures, const struct record_ref *refs,
                      struct target **ret_targets)
{
    static const struct db_column row[] = {COLUMN(target, seq), COLUMN(target, payee), COLUMN(target, name)};
    struct db_array seqs;
    struct db_value in[2] = {db_number((int64_t)captures->community)};
    size_t count = 0;
    *ret_targets = NULL;
    db_array_init(&seqs, ctx->arena, DB_INT8);
    for (size_t i = 0; i < captures->count; i++)
        db_array_number(&seqs, (int64_t)refs[i].seq);
    TRY(db_array_value(&seqs, &in[1]));
    TRY(db_list(ctx, CALL(sql_reservation_payee_list, in), ROW(target, row), ret_targets, &count));
    for (size_t i = 0; i < captures->count; i++) {
        name_it(ctx, refs[i].seq);
        if (i >= count || (*ret_targets)[i].seq != refs[i].seq)
            return REFUSE(reservation, unknown);
    }
    return OK;
}

RESULT reservation_refs(struct ctx *ctx, const struct reservation_captures *captures, struct record_ref *ret_refs,
                        struct bytes *ret_payee)
{
    struct target *targets;
    *ret_payee = (struct bytes){NULL, 0};
    if (captures->count == 0)
        return OK;
    TRY(sort(ctx, captures, ret_refs));
    TRY(look_up(ctx, captures, ret_refs, &targets));
    for (size_t i = 0; i < captures->count; i++) {
        const struct target *target = &targets[i];
        name_it(ctx, target->seq);
        if (!target->payee.data)
            continue;
        if ((captures->payee && strcmp(captures->payee, target->name) != 0) ||
            (ret_payee->data && memcmp(ret_payee->data, target->payee.data, sizeof(struct digest)) != 0))
            return REFUSE(reservation, payee);
        *ret_payee = target->payee;
    }
    return OK;
}
