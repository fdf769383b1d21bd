#include "tests/model/posting.h"

#include "base/buffer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

/* ---- what an entry is about ---- */

size_t posting_account(const struct life *life, const char *code)
{
    return model_account(life->model, FUND_PI, code);
}

const char *posting_income(uint16_t stream)
{
    return stream == 1 ? "4001" : stream == 3 ? "4003" : "4007";
}

void posting_two_lines(struct life *life, struct model_entry *entry, const char *const codes[2], int64_t amount)
{
    for (size_t i = 0; i < 2; i++) {
        struct model_line *line =
            model_line(entry, posting_account(life, codes[i]), i == 0 ? SIDE_DEBIT : SIDE_CREDIT, amount);
        if (strcmp(codes[i], "100201") == 0)
            line->bank = life->town->bank_pi;
    }
}

/* One of the newest. */
static size_t recent(struct life *life, size_t count)
{
    return count - 1 - life_any(life, count < 6 ? count : 6);
}

void posting_attach(struct life *life, struct model_entry *entry)
{
    const int64_t total = model_total(entry);
    while (entry->document_count < MODEL_ATTACHED && life->model->document_count > 0 && life_once_in(life, 4)) {
        const size_t place = recent(life, life->model->document_count);
        const bool priced = life->model->documents[place].amount > 0;
        entry->documents[entry->document_count++] =
            (struct model_part){place, !priced                 ? 0
                                       : life_once_in(life, 2) ? total
                                                               : life_amount(life, total)};
    }
}

/* All that is left of a reservation, or the whole entry; now and then more. */
static int64_t captured_part(struct life *life, const struct model_reservation *r, int64_t total)
{
    const int64_t left = r->amount - r->captured, part = left > 0 && left < total ? left : total;
    return part + (life_once_in(life, 6) ? life_amount(life, 100) : 0);
}

void posting_capture(struct life *life, struct model_entry *entry)
{
    static const char *const names[] = {NULL, "安居维修部", "清越保洁", "别人"};
    const int64_t total = model_total(entry);
    entry->payee = names[life_any(life, LENGTH(names))];
    while (entry->capture_count < MODEL_ATTACHED && life->model->reservation_count > 0 && life_once_in(life, 3)) {
        const size_t place = recent(life, life->model->reservation_count);
        const struct model_reservation *r = &life->model->reservations[place];
        if (r->payee && !life_once_in(life, 6))
            entry->payee = life_once_in(life, 2) ? r->payee : NULL;
        entry->captures[entry->capture_count++] = (struct model_part){place, captured_part(life, r, total)};
    }
    if (entry->capture_count == 2 && entry->captures[0].place > entry->captures[1].place) {
        const struct model_part later = entry->captures[0]; /* the ledger takes them in order */
        entry->captures[0] = entry->captures[1];
        entry->captures[1] = later;
    }
}

/* ---- as the ledger takes it ---- */

static void add_dimension(struct entry_line_in *line, uint16_t dimension, uint64_t value)
{
    if (value != 0)
        line->dimensions[line->dimension_count++] = (struct entry_dimension_in){dimension, value};
}

static void fill_line(const struct life *life, const struct model_line *from, struct entry_line_in *line,
                      struct entry_share_in *shares)
{
    const struct model_account *account = &life->model->accounts[from->account];
    *line = (struct entry_line_in){
        .fund = account->fund, .account = account->code, .side = from->side, .amount = FEN(from->amount)};
    add_dimension(line, DIMENSION_BANK_ACCOUNT, from->bank);
    add_dimension(line, DIMENSION_STREAM, from->stream);
    add_dimension(line, DIMENSION_CONTRACT,
                  from->contract == MODEL_NONE ? 0 : life->model->contracts[from->contract].seq);
    for (size_t u = 0; u < life->model->unit_count; u++)
        if (from->share[u] != 0)
            shares[line->share_count++] = (struct entry_share_in){life->town->units[u], FEN(from->share[u])};
    line->shares = line->share_count > 0 ? shares : NULL;
}

static void fill_parts(struct life *life, const struct model_entry *entry, struct posting *posting)
{
    const int64_t total = model_total(entry);
    for (size_t i = 0; i < entry->document_count; i++) {
        const bool all = entry->documents[i].amount == total && life_once_in(life, 2); /* as it is when none is said */
        posting->documents[i] = (struct attachment_in){.seq = life->model->documents[entry->documents[i].place].seq,
                                                       .amount = FEN(all ? 0 : entry->documents[i].amount)};
    }
    for (size_t i = 0; i < entry->capture_count; i++)
        posting->captures[i] = (struct reservation_capture_in){life->model->reservations[entry->captures[i].place].seq,
                                                               FEN(entry->captures[i].amount)};
}

static struct maybe link_to(const struct life *life, size_t place)
{
    return place == MODEL_NONE ? (struct maybe){0} : (struct maybe){true, (int64_t)life->model->entries[place].seq};
}

void posting_fill(struct life *life, const struct model_entry *entry, const char *key, struct posting *ret_posting)
{
    *ret_posting = (struct posting){.entry = {.community = life->town->code,
                                              .key = key,
                                              .entry_type = entry->type,
                                              .source = entry->source,
                                              .word = entry->word,
                                              .booking_date = entry->date,
                                              .original_date = {entry->original != 0, entry->original},
                                              .summary = "随机",
                                              .payee = entry->payee,
                                              .reverses = link_to(life, entry->reverses),
                                              .replaces = link_to(life, entry->replaces),
                                              .adjusts = link_to(life, entry->adjusts),
                                              .lines = ret_posting->lines,
                                              .line_count = entry->count,
                                              .documents = ret_posting->documents,
                                              .document_count = entry->document_count,
                                              .captures = ret_posting->captures,
                                              .capture_count = entry->capture_count}};
    for (size_t l = 0; l < entry->count; l++)
        fill_line(life, &entry->lines[l], &ret_posting->lines[l], ret_posting->shares[l]);
    fill_parts(life, entry, ret_posting);
}

/* ---- what can be wrong with it; false where there is nothing to spoil ---- */

static bool spoil_text(struct posting *p)
{
    p->entry.summary = "看不见的\u200E方向"; /* a direction control */
    return true;
}

static bool spoil_range(struct posting *p)
{
    p->lines[0].amount = FEN(MONEY_MAX_FEN + 1);
    return true;
}

static bool spoil_account(struct posting *p)
{
    p->lines[1].account = "9999";
    return true;
}

static bool spoil_stream(struct posting *p)
{
    p->lines[1].dimension_count = 1;
    p->lines[1].dimensions[0] = (struct entry_dimension_in){DIMENSION_STREAM, STREAM_MAX + 1};
    return true;
}

static bool spoil_bank(struct posting *p)
{
    for (size_t l = 0; l < p->entry.line_count; l++)
        if (p->lines[l].dimension_count > 0 && p->lines[l].dimensions[0].dimension == DIMENSION_BANK_ACCOUNT) {
            p->lines[l].dimensions[0].value = 0; /* the record that opened the community */
            return true;
        }
    return false;
}

static bool spoil_link(struct posting *p)
{
    p->entry.reverses = (struct maybe){true, 0};
    return p->entry.entry_type != ENTRY_RED_LETTER;
}

static bool spoil_group(struct posting *p)
{
    p->lines[0].account = p->lines[0].fund == FUND_PI ? "1002" : "1001";
    p->lines[0].dimension_count = 0;
    return true;
}

static bool spoil_zero(struct posting *p)
{
    p->lines[0].amount = p->lines[1].amount = FEN(0);
    return true;
}

static bool spoil_lines(struct posting *p)
{
    p->entry.line_count = 1;
    return true;
}

static bool spoil_balance(struct posting *p)
{
    p->lines[1].amount.fen += p->lines[1].amount.fen < 0 ? -1 : 1;
    return p->lines[1].share_count == 0;
}

/* The sum stands, and in no fund it does. */
static bool spoil_funds(struct posting *p)
{
    p->lines[1] = (struct entry_line_in){
        .fund = FUND_MF, .account = "310101", .side = p->lines[1].side, .amount = p->lines[1].amount};
    return p->lines[0].fund == FUND_PI;
}

static bool spoil_units(struct posting *p)
{
    p->shares[0][0].amount = p->lines[0].amount;
    p->lines[0].shares = p->shares[0];
    p->lines[0].share_count = 1;
    return p->lines[0].fund == FUND_PI;
}

static bool spoil_dimension(struct posting *p)
{
    for (size_t l = 0; l < p->entry.line_count; l++)
        if (strcmp(p->lines[l].account, "100201") == 0) {
            p->lines[l].dimension_count = 0;
            return true;
        }
    return false;
}

static bool spoil_key(struct posting *p)
{
    p->entry.key = "key";
    return true;
}

static bool spoil_capture(struct posting *p)
{
    p->captures[0].amount = FEN(0);
    return p->entry.capture_count > 0;
}

static bool spoil_reservation(struct posting *p)
{
    p->captures[0].reservation = 0;
    return p->entry.capture_count == 1;
}

static bool spoil_document(struct posting *p)
{
    p->documents[0].seq = 0;
    return p->entry.document_count == 1;
}

static bool spoil_document_amount(struct posting *p)
{
    p->documents[0].amount = FEN(-1);
    return p->entry.document_count == 1;
}

static const struct {
    enum error error;
    bool (*spoil)(struct posting *p);
    bool drafted;
} faults[] = {
    {ERROR_text_refused, spoil_text, true},
    {ERROR_money_range, spoil_range, false},
    {ERROR_account_unknown, spoil_account, true},
    {ERROR_entry_dimension_unknown, spoil_stream, true},
    {ERROR_entry_dimension_unknown, spoil_bank, true},
    {ERROR_entry_link_missing, spoil_link, true},
    {ERROR_account_not_leaf, spoil_group, true},
    {ERROR_line_sign, spoil_zero, true},
    {ERROR_entry_too_few_lines, spoil_lines, true},
    {ERROR_entry_unbalanced, spoil_balance, true},
    {ERROR_entry_fund_unbalanced, spoil_funds, true},
    {ERROR_entry_unit_lines, spoil_units, false},
    {ERROR_entry_dimension_missing, spoil_dimension, true},
    {ERROR_idempotency_key_malformed, spoil_key, false},
    {ERROR_reservation_amount, spoil_capture, true},
    {ERROR_reservation_unknown, spoil_reservation, true},
    {ERROR_document_unknown, spoil_document, false},
    {ERROR_document_amount, spoil_document_amount, false},
};

enum error posting_spoil(struct life *life, struct posting *posting, bool drafted)
{
    const size_t i = life_any(life, LENGTH(faults));
    const struct posting whole = *posting;
    if (!life_once_in(life, 7) || (drafted && !faults[i].drafted))
        return ERROR_none;
    if (faults[i].spoil(posting))
        return faults[i].error;
    *posting = whole;
    return ERROR_none;
}

/* ---- posting ---- */

bool posting_done(struct life *life, const struct model_entry *entry, result got, const struct entry_out *out)
{
    if (!life_agreed(life, got))
        return false;
    const size_t place = model_post(life->model, entry);
    assert_int_equal(out->seq, life->model->entries[place].seq);
    assert_false(out->replayed);
    return true;
}

/* The same key: for the same entry the first answer, for another one a refusal. */
static void ask_again(struct life *life, struct posting *posting, uint64_t seq)
{
    struct entry_out out;
    const bool other = life_once_in(life, 3);
    if (other)
        posting->entry.summary = "另一笔";
    life_expect(life, other ? ERROR_idempotency_key_reused : ERROR_none);
    if (!life_agreed(life, entry_post(life->ctx, &posting->entry, 1, &out)))
        return;
    assert_true(out.replayed);
    assert_int_equal(out.seq, seq);
}

void posting_post(struct life *life, const struct model_entry *entry)
{
    struct posting posting;
    struct entry_out out;
    posting_fill(life, entry, life_key(life, "entry"), &posting);
    const enum error fault = posting_spoil(life, &posting, false);
    life_expect(life, judge_entry(life->model, entry, life_today(life), fault));
    if (posting_done(life, entry, entry_post(life->ctx, &posting.entry, 1, &out), &out) && life_once_in(life, 8))
        ask_again(life, &posting, out.seq);
}

/* ---- as a draft ---- */

static void put_amount(struct buffer *out, const char *name, money amount)
{
    char text[MONEY_TEXT];
    money_format(amount, text);
    buffer_print(out, "\"%s\":\"%s\"", name, text);
}

static void put_line(struct buffer *out, const struct entry_line_in *line)
{
    static const char *const names[] = {"", "bank_account", "stream", "contract", "party"};
    buffer_print(out, "{\"fund\":\"%s\",\"account\":\"%s\",", fund_code(line->fund), line->account);
    put_amount(out, line->side == SIDE_DEBIT ? "debit" : "credit", line->amount);
    for (size_t d = 0; d < line->dimension_count; d++)
        buffer_print(out, ",\"%s\":%llu", names[line->dimensions[d].dimension],
                     (unsigned long long)line->dimensions[d].value);
    buffer_char(out, '}');
}

static void put_document(struct life *life, struct buffer *out, const struct attachment_in *document)
{
    char id[UUID_TEXT] = "";
    for (size_t d = 0; d < life->model->document_count; d++)
        if (life->model->documents[d].seq == document->seq)
            uuid_format(&life->town->documents[d], id);
    buffer_print(out, "{\"document\":\"%s\"", id);
    if (document->amount.fen != 0) {
        buffer_char(out, ',');
        put_amount(out, "amount", document->amount);
    }
    buffer_char(out, '}');
}

static void put_parts(struct life *life, struct buffer *out, const struct posting *p)
{
    for (size_t i = 0; i < p->entry.document_count; i++) {
        buffer_text(out, i == 0 ? ",\"documents\":[" : ",");
        put_document(life, out, &p->documents[i]);
    }
    buffer_text(out, p->entry.document_count > 0 ? "]" : "");
    for (size_t i = 0; i < p->entry.capture_count; i++) {
        buffer_print(out, "%s{\"reservation\":%llu,", i == 0 ? ",\"captures\":[" : ",",
                     (unsigned long long)p->captures[i].reservation);
        put_amount(out, "amount", p->captures[i].amount);
        buffer_char(out, '}');
    }
    buffer_text(out, p->entry.capture_count > 0 ? "]" : "");
}

struct bytes posting_json(struct life *life, const struct posting *posting)
{
    char date[DATE_TEXT];
    struct buffer out;
    struct bytes json;
    buffer_init(&out, life->ctx->arena, 1 << 16);
    date_format(posting->entry.booking_date, date);
    buffer_print(&out, "{\"date\":\"%s\",\"summary\":\"%s\"", date, posting->entry.summary);
    if (posting->entry.payee)
        buffer_print(&out, ",\"payee\":\"%s\"", posting->entry.payee);
    if (posting->entry.reverses.present)
        buffer_print(&out, ",\"reverses\":%lld", (long long)posting->entry.reverses.value);
    put_parts(life, &out, posting);
    for (size_t l = 0; l < posting->entry.line_count; l++) {
        buffer_text(&out, l == 0 ? ",\"lines\":[" : ",");
        put_line(&out, &posting->lines[l]);
    }
    buffer_text(&out, "]}");
    harness_expect(life->ctx, buffer_done(&out, &json), ERROR_none);
    return json;
}
