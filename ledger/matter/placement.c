#include "ledger/matter/placement.h"

#include "base/canon.h"
#include "embed/sql.h"
#include "ledger/book/bank_account.h"
#include "ledger/book/entry.h"
#include "ledger/matter/document.h"
#include "ledger/matter/matter.h"
#include "ledger/matter/placement_json.h"
#include "ledger/people/community.h"
#include "rules/moves.h"

#include <assert.h>
#include <string.h>

enum { ATTEMPTS = 5 };

const char *placement_state_name(int state, enum language language)
{
    return moves_state_text(moves_get("placement"), state, language);
}

/* ---- where it lies ---- */

const char *placement_cash_leaf(const struct placement_terms *terms)
{
    if (terms->fund == FUND_PI)
        return "100201";
    return terms->housing == HOUSING_PUBLIC ? "100102" : "100101";
}

const char *placement_leaf(const struct placement_terms *terms)
{
    if (terms->kind == PLACEMENT_BOND)
        return terms->housing == HOUSING_PUBLIC ? "110102" : "110101";
    return terms->fund == FUND_PI ? "100203" : placement_cash_leaf(terms);
}

/* ---- reading ---- */

struct entry_row { /* of one record: the entries that book it */
    uint64_t seq, entry_seq;
    money principal, interest;
    bool reversed;
};

struct reading {
    struct ctx *ctx;
    struct placement *list;
    size_t count;
    const struct entry_row *rows; /* by record */
    size_t row_count;
};

static RESULT read_entries(struct reading *reading, uint64_t community, const struct matter_step *steps, size_t count)
{
    static const struct db_column columns[] = {COLUMN(entry_row, seq), COLUMN(entry_row, entry_seq),
                                               COLUMN(entry_row, principal), COLUMN(entry_row, interest),
                                               COLUMN(entry_row, reversed)};
    struct db_array seqs;
    struct db_value in[2] = {db_number((int64_t)community)};
    struct entry_row *rows = NULL;
    db_array_init(&seqs, reading->ctx->arena, DB_INT8);
    for (size_t i = 0; i < count; i++)
        db_array_number(&seqs, (int64_t)steps[i].seq);
    TRY(db_array_value(&seqs, &in[1]));
    TRY(db_list(reading->ctx, CALL(sql_placement_entry_list, in), ROW(entry_row, columns), &rows, &reading->row_count));
    reading->rows = rows;
    return OK;
}

/* The entry that books a record; NULL: none. Records are asked for in their order. */
static const struct entry_row *entry_of(struct reading *reading, uint64_t seq)
{
    while (reading->row_count > 0 && reading->rows->seq < seq) {
        reading->rows++;
        reading->row_count--;
    }
    return reading->row_count > 0 && reading->rows->seq == seq ? reading->rows : NULL;
}

static RESULT add_effect(struct placement *placement, const struct entry_row *entry)
{
    TRY(money_add(placement->outstanding, entry->principal, &placement->outstanding));
    return money_add(placement->received, entry->interest, &placement->received);
}

static RESULT read_opened(struct reading *reading, const struct matter_step *step)
{
    struct placement *placement = &reading->list[reading->count++];
    const struct entry_row *entry = entry_of(reading, step->seq);
    *placement = (struct placement){
        .placement = step->id, .seq = step->seq, .state = PLACEMENT_held, .recorded = PLACEMENT_held};
    TRY(placement_json_load(reading->ctx, step->text, placement));
    placement->cancelled = entry && entry->reversed;
    if (placement->terms.booked)
        placement->outstanding = placement->terms.cost;
    return entry && !entry->reversed ? add_effect(placement, entry) : OK;
}

static struct placement *placement_of(const struct reading *reading, const struct uuid *id)
{
    for (size_t i = 0; i < reading->count; i++)
        if (uuid_equal(&reading->list[i].placement, id))
            return &reading->list[i];
    return NULL;
}

/* A receipt counts while its entry stands. */
static RESULT read_moved(struct reading *reading, const struct matter_step *step)
{
    struct placement *placement = placement_of(reading, &step->id);
    const struct entry_row *entry = entry_of(reading, step->seq);
    struct placement_receipt *receipt;
    assert(placement);
    placement->recorded = step->state;
    if (!entry || entry->reversed)
        return OK;
    TRY(ARENA_TAKE(reading->ctx->arena, 1, &receipt));
    TRY(placement_json_load_receipt(reading->ctx, step->text, receipt));
    receipt->seq = step->seq;
    receipt->entry_seq = entry->entry_seq;
    receipt->interest = entry->interest;
    receipt->principal = money_neg(entry->principal);
    placement->state = step->state;
    if (receipt->payment == 0)
        placement->withdrawal = receipt;
    else if (receipt->payment <= placement->payment_count)
        placement->payments[receipt->payment - 1].receipt = receipt;
    return add_effect(placement, entry);
}

RESULT placement_list(struct ctx *ctx, uint64_t community, struct placement **ret_list, size_t *ret_count)
{
    const struct matter_key key = {.community = community, .noun = NOUN_PLACEMENT};
    struct reading reading = {.ctx = ctx};
    struct matter_step *steps;
    size_t count;
    TRY(matter_steps(ctx, &key, &steps, &count));
    TRY(ARENA_TAKE(ctx->arena, count + 1, &reading.list));
    TRY(read_entries(&reading, community, steps, count));
    for (size_t i = 0; i < count; i++)
        TRY(steps[i].opened ? read_opened(&reading, &steps[i]) : read_moved(&reading, &steps[i]));
    for (size_t i = 0; i < reading.count; i++) {
        struct placement *placement = &reading.list[i];
        while (placement->next < placement->payment_count && placement->payments[placement->next].receipt)
            placement->next++;
    }
    *ret_list = reading.list;
    *ret_count = reading.count;
    return OK;
}

RESULT placement_find(struct ctx *ctx, uint64_t community, const char *name, struct placement *ret_placement)
{
    struct placement *list;
    size_t count;
    TRY(placement_list(ctx, community, &list, &count));
    error_set(&ctx->error, "placement", "%s", name);
    for (size_t i = 0; i < count; i++) {
        if (!matter_is(&list[i].placement, list[i].seq, name))
            continue;
        *ret_placement = list[i];
        return OK;
    }
    return REFUSE(placement, unknown);
}

/* ---- what the books and the register hold ---- */

static RESULT add_registered(const struct placement *list, size_t count, struct placement_holding *holding)
{
    for (size_t i = 0; i < count; i++) {
        const struct placement_terms *terms = &list[i].terms;
        if (terms->fund == holding->fund && terms->time_account == holding->time_account &&
            strcmp(placement_leaf(terms), holding->account) == 0)
            TRY(money_add(holding->registered, list[i].outstanding, &holding->registered));
    }
    return OK;
}

struct booked_row {
    uint16_t fund;
    const char *account, *name;
    int64_t time_account;
    money booked;
};

RESULT placement_holdings(struct ctx *ctx, uint64_t community, struct placement_holding **ret_list, size_t *ret_count)
{
    static const struct db_column row[] = {COLUMN(booked_row, fund), COLUMN(booked_row, account),
                                           COLUMN(booked_row, name), COLUMN(booked_row, time_account),
                                           COLUMN(booked_row, booked)};
    const struct db_value in[] = {db_number((int64_t)community)};
    struct placement *list;
    struct booked_row *rows = NULL;
    size_t count;
    TRY(placement_list(ctx, community, &list, &count));
    TRY(db_list(ctx, CALL(sql_placement_booked_list, in), ROW(booked_row, row), &rows, ret_count));
    TRY(ARENA_TAKE(ctx->arena, *ret_count + 1, ret_list));
    for (size_t i = 0; i < *ret_count; i++) {
        (*ret_list)[i] = (struct placement_holding){.fund = rows[i].fund,
                                                    .account = rows[i].account,
                                                    .name = rows[i].name,
                                                    .time_account = rows[i].time_account,
                                                    .booked = rows[i].booked};
        TRY(add_registered(list, count, &(*ret_list)[i]));
    }
    return OK;
}

/* ---- checks ---- */

/*= CN-MF-26 (U) 国债经业主大会同意、在银行间债券市场或者商业银行柜台市场购买；NB-65-2 (V) 公共收益不得用于投资 */
static RESULT check_kind(struct ctx *ctx, const struct placement_terms *terms)
{
    const bool bond = terms->kind == PLACEMENT_BOND;
    error_set(&ctx->error, "value", "%u", terms->kind);
    if (!bond && terms->kind != PLACEMENT_DEPOSIT)
        return REFUSE(placement, kind);
    if (terms->fund != FUND_MF && (bond || terms->fund != FUND_PI)) {
        error_set(&ctx->error, "fund", "%s", fund_code(terms->fund));
        error_set(&ctx->error, "kind", "%s", placement_kind_name(terms->kind, LANGUAGE_ZH));
        return REFUSE(placement, fund);
    }
    error_set(&ctx->error, "value", "%s", terms->market ? placement_market_code(terms->market) : "-");
    if (bond != (terms->market != 0))
        return REFUSE(placement, market);
    error_set(&ctx->error, "pointer", "/decision");
    return bond && terms->decision[0] == '\0' ? REFUSE(field, required) : OK;
}

static RESULT check_words(struct ctx *ctx, const char *words)
{
    TRY(community_check_text(ctx, words));
    error_set(&ctx->error, "reason", "%d bytes", PLACEMENT_WORDS_MAX);
    return strlen(words) <= PLACEMENT_WORDS_MAX ? OK : REFUSE(text, refused);
}

static RESULT refuse_amount(struct ctx *ctx, money amount, const char *reason)
{
    char text[MONEY_TEXT];
    money_format(amount, text);
    error_set(&ctx->error, "amount", "%s", text);
    error_set(&ctx->error, "reason", "%s", reason);
    return REFUSE(placement, amount);
}

static RESULT check_term(struct ctx *ctx, const struct placement_terms *terms)
{
    char text[DATE_TEXT];
    if (terms->from < terms->to && month_of(terms->to) - month_of(terms->from) <= PLACEMENT_YEARS_MAX * 12)
        return OK;
    date_format(terms->from, text);
    error_set(&ctx->error, "from", "%s", text);
    date_format(terms->to, text);
    error_set(&ctx->error, "to", "%s", text);
    return REFUSE(placement, term);
}

static RESULT settle_terms(struct ctx *ctx, struct placement_terms *terms)
{
    const bool bond = terms->kind == PLACEMENT_BOND;
    TRY(check_kind(ctx, terms));
    TRY(check_words(ctx, terms->issuer));
    TRY(terms->decision[0] ? check_words(ctx, terms->decision) : OK);
    if (terms->face.fen == 0)
        terms->face = terms->cost;
    if (terms->cost.fen <= 0 || FAILED(money_check(terms->cost)))
        return refuse_amount(ctx, terms->cost, "成本 cost");
    if (terms->face.fen <= 0 || (!bond && terms->face.fen != terms->cost.fen))
        return refuse_amount(ctx, terms->face, "面值 face");
    if (terms->basis == 0)
        terms->basis = bond ? INTEREST_ACTUAL : INTEREST_YEARS_360;
    if (terms->fund == FUND_MF && terms->housing == 0)
        terms->housing = HOUSING_COMMODITY;
    if (terms->fund != FUND_MF)
        terms->housing = 0;
    return check_term(ctx, terms);
}

/* ---- the schedule ---- */

/* What a bond cost less than its face comes in as interest with the last payment. */
static RESULT settle_last(struct ctx *ctx, const struct placement_terms *terms, struct placement_payment *last)
{
    money discount;
    TRY(money_sub(terms->face, terms->cost, &discount));
    TRY(money_add(last->interest, discount, &last->interest));
    last->principal = terms->cost;
    return last->interest.fen >= 0 ? OK : refuse_amount(ctx, terms->cost, "成本高于到期兑付 above what it brings");
}

static RESULT settle_schedule(struct ctx *ctx, struct placement *placement)
{
    const struct placement_terms *terms = &placement->terms;
    const struct interest_term term = {terms->face, terms->rate_ppm, (enum interest_basis)terms->basis, terms->from,
                                       terms->to};
    struct interest_schedule schedule = {.count = 1};
    TRY(ARENA_TAKE(ctx->arena, 1, &schedule.payments));
    schedule.payments[0].due = terms->to;
    TRY(interest_accrue(&term, &schedule.payments[0].interest));
    if (terms->yearly)
        TRY(interest_schedule_make(ctx, &term, &schedule));
    TRY(ARENA_TAKE(ctx->arena, schedule.count, &placement->payments));
    placement->payment_count = schedule.count;
    for (size_t i = 0; i < schedule.count; i++)
        placement->payments[i] = (struct placement_payment){
            .due = schedule.payments[i].due, .interest = schedule.payments[i].interest, .principal = FEN(0)};
    return settle_last(ctx, terms, &placement->payments[schedule.count - 1]);
}

/* ---- bank accounts and document ---- */

static RESULT refuse_account(struct ctx *ctx, const struct bank_account *account, const char *reason)
{
    error_set(&ctx->error, "number", "%s", account->number);
    error_set(&ctx->error, "reason", "%s", reason);
    return REFUSE(placement, account);
}

static RESULT find_account(struct ctx *ctx, const struct placement_open_in *in, const char *number, bool time,
                           int64_t *ret_seq)
{
    struct bank_account account;
    TRY(bank_account_find(ctx, in->community, number, &account));
    *ret_seq = account.opened_seq;
    if ((account.purpose == PURPOSE_TIME) != time)
        return refuse_account(ctx, &account,
                              time ? "不是定期存款户 not for time deposits" : "是定期存款户 for time deposits");
    return account.fund == in->terms.fund ? OK : refuse_account(ctx, &account, "属于别的资金 of another fund");
}

static RESULT find_accounts(struct ctx *ctx, const struct placement_open_in *in, struct placement_terms *terms)
{
    const bool deposit = terms->kind == PLACEMENT_DEPOSIT;
    TRY(find_account(ctx, in, in->bank_number, false, &terms->bank_account));
    error_set(&ctx->error, "pointer", "/time_account");
    if (deposit && !in->time_number)
        return REFUSE(field, required);
    if (!deposit && in->time_number)
        return REFUSE(field, unknown);
    return deposit ? find_account(ctx, in, in->time_number, true, &terms->time_account) : OK;
}

RESULT placement_preview(struct ctx *ctx, const struct placement_open_in *in, struct placement *ret_placement)
{
    struct placement placement = {.state = PLACEMENT_held, .recorded = PLACEMENT_held, .terms = in->terms};
    struct document document;
    TRY(settle_terms(ctx, &placement.terms));
    TRY(settle_schedule(ctx, &placement));
    TRY(community_act(ctx, in->community, ACTOR_PERSON));
    error_set(&ctx->error, "file", "bank_account");
    TRY(find_accounts(ctx, in, &placement.terms));
    TRY(document_find(ctx, in->community, in->document, &document));
    placement.terms.document_seq = document.seq;
    *ret_placement = placement;
    return OK;
}

/* ---- is the money there? ---- */

struct available_row {
    money balance, bank, reserved;
};

static RESULT refuse_overdrawn(struct ctx *ctx, const struct placement_terms *terms, const struct available_row *found,
                               money available)
{
    char texts[4][MONEY_TEXT];
    money_format(available, texts[0]);
    money_format(found->balance, texts[1]);
    money_format(found->reserved, texts[2]);
    money_format(terms->cost, texts[3]);
    error_set(&ctx->error, "fund", "%s", fund_code(terms->fund));
    error_set(&ctx->error, "account", "%s", placement_cash_leaf(terms));
    error_set(&ctx->error, "available", "%s", texts[0]);
    error_set(&ctx->error, "balance", "%s", texts[1]);
    error_set(&ctx->error, "reserved", "%s", texts[2]);
    error_set(&ctx->error, "amount", "%s", texts[3]);
    return REFUSE(fund, overdrawn);
}

/* Time deposits on the same leaf cannot pay, and neither can another bank account. */
static RESULT check_available(struct ctx *ctx, const struct placement_adding *adding)
{
    static const struct db_column row[] = {COLUMN(available_row, balance), COLUMN(available_row, bank),
                                           COLUMN(available_row, reserved)};
    const struct placement_terms *terms = &adding->placement->terms;
    const struct db_value in[] = {db_number((int64_t)adding->community), db_number(terms->fund),
                                  db_text(placement_cash_leaf(terms)), db_number(terms->bank_account)};
    struct available_row found;
    money available;
    TRY(db_one(ctx, CALL(sql_placement_available, in), ROW(available_row, row), &found));
    TRY(money_sub(found.balance, found.reserved, &available));
    available = money_cmp(available, found.bank) < 0 ? available : found.bank;
    TRY(money_add(available, adding->arriving, &available));
    return money_cmp(terms->cost, available) <= 0 ? OK : refuse_overdrawn(ctx, terms, &found, available);
}

static RESULT check_booked(struct ctx *ctx, const struct placement_adding *adding)
{
    const struct placement_terms *terms = &adding->placement->terms;
    struct placement_holding *list;
    size_t count;
    money free = FEN(0);
    char texts[2][MONEY_TEXT];
    TRY(placement_holdings(ctx, adding->community, &list, &count));
    for (size_t i = 0; i < count; i++)
        if (list[i].fund == terms->fund && list[i].time_account == terms->time_account &&
            strcmp(list[i].account, placement_leaf(terms)) == 0)
            TRY(money_sub(list[i].booked, list[i].registered, &free));
    money_format(free, texts[0]);
    money_format(terms->cost, texts[1]);
    error_set(&ctx->error, "account", "%s", placement_leaf(terms));
    error_set(&ctx->error, "available", "%s", texts[0]);
    error_set(&ctx->error, "amount", "%s", texts[1]);
    return money_cmp(terms->cost, free) <= 0 ? OK : REFUSE(placement, booked);
}

/* ---- record and entry ---- */

static RESULT prepare_record(struct ctx *ctx, struct change *change, const struct placement *placement,
                             uint32_t *ret_item)
{
    struct record_matter_opened *record;
    struct bytes text;
    TRY(placement_json_write(ctx, placement, &text));
    TRY(ARENA_TAKE(ctx->arena, 1, &record));
    TRY(ARENA_TAKE(ctx->arena, 1, &record->refs));
    record->noun = NOUN_PLACEMENT;
    record->id = random_uuid7(ctx->random, ctx->now);
    record->from = placement->terms.from;
    record->due = placement->terms.to;
    record->has_due = record->has_amount = true;
    record->amount = placement->terms.cost;
    record->refs[0] = (struct record_ref){REF_DOCUMENT, placement->terms.document_seq, FEN(0)};
    record->refs_count = 1;
    TRY(change_commit(ctx, change, COMMIT_MATTER_DETAILS, text, &record->details));
    return change_add(change, RECORD_matter_opened, record, ret_item);
}

static RESULT prepare_entry(struct ctx *ctx, struct change *change, const struct placement_adding *adding,
                            uint32_t item)
{
    const struct placement_terms *terms = &adding->placement->terms;
    const struct attachment_in document = {.seq = terms->document_seq};
    const struct entry_line_in lines[] = {{.fund = terms->fund,
                                           .account = placement_leaf(terms),
                                           .side = SIDE_DEBIT,
                                           .amount = terms->cost,
                                           .dimensions = {{DIMENSION_BANK_ACCOUNT, (uint64_t)terms->time_account}},
                                           .dimension_count = terms->time_account != 0},
                                          {.fund = terms->fund,
                                           .account = placement_cash_leaf(terms),
                                           .side = SIDE_CREDIT,
                                           .amount = terms->cost,
                                           .dimensions = {{DIMENSION_BANK_ACCOUNT, (uint64_t)terms->bank_account}},
                                           .dimension_count = 1}};
    const char *key, *summary;
    TRY(arena_print(ctx->arena, &key, "%s.entry", adding->key));
    TRY(arena_print(ctx->arena, &summary, "%s：%s", terms->kind == PLACEMENT_BOND ? "购买国债" : "存入定期存款",
                    terms->issuer));
    const struct entry_in entry = {.community = adding->community,
                                   .key = key,
                                   .entry_type = ENTRY_ORDINARY,
                                   .source = SOURCE_HAND,
                                   .word = WORD_GENERAL,
                                   .booking_date = adding->paid_on,
                                   .summary = summary,
                                   .matter_item = {true, item},
                                   .lines = lines,
                                   .line_count = LENGTH(lines),
                                   .documents = &document,
                                   .document_count = 1};
    return entry_prepare(ctx, change, &entry, 1);
}

RESULT placement_prepare(struct ctx *ctx, struct change *change, const struct placement_adding *adding)
{
    const bool booked = adding->placement->terms.booked;
    uint32_t item;
    TRY(booked ? check_booked(ctx, adding) : check_available(ctx, adding));
    TRY(prepare_record(ctx, change, adding->placement, &item));
    return booked ? OK : prepare_entry(ctx, change, adding, item);
}

static RESULT request_of(struct ctx *ctx, const struct placement_open_in *in, const struct placement *placement,
                         struct digest *ret_mac)
{
    struct buffer out;
    struct bytes text, request;
    struct digest secret;
    TRY(placement_json_write(ctx, placement, &text));
    buffer_init(&out, ctx->arena, 1 << 17);
    canon_i32(&out, in->paid_on);
    canon_bytes(&out, text);
    TRY(buffer_done(&out, &request));
    TRY(journal_secret(ctx, &secret));
    *ret_mac = change_mac(&secret, in->community, "placement_open", request);
    return OK;
}

static RESULT open_once(struct ctx *ctx, const struct placement_open_in *in, const struct placement *placement,
                        uint64_t *ret_seq)
{
    const struct placement_adding adding = {in->community, in->key, placement, in->paid_on, FEN(0)};
    struct change change;
    struct digest mac;
    struct journal_head head;
    bool written;
    change_init(&change, ctx->arena);
    TRY(journal_head(ctx, in->community, &head)); /* before reading: what is decided holds for this size */
    TRY(journal_written(ctx, in->community, in->key, &written));
    TRY(request_of(ctx, in, placement, &mac));
    TRY(change_request(ctx, &change, in->community, in->key, &mac));
    if (!written)
        TRY(placement_prepare(ctx, &change, &adding));
    for (size_t i = 0; i < change.requests.count && !written; i++)
        change.requests.items[i].at_size = head.size;
    TRY(journal_post(ctx, &change));
    *ret_seq = change.requests.items[0].seq;
    return OK;
}

RESULT placement_open(struct ctx *ctx, const struct placement_open_in *in, uint64_t *ret_seq)
{
    struct placement placement;
    result done = OK;
    TRY(placement_preview(ctx, in, &placement));
    for (int i = 0; i < ATTEMPTS; i++) {
        done = open_once(ctx, in, &placement, ret_seq);
        if (done.code != ERROR_journal_moved)
            return done;
    }
    return done;
}
