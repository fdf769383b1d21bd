#include "tests/model/compare.h"

#include "audit/desk/verify.h"
#include "embed/check.h"
#include "embed/sql.h"
#include "ledger/book/draft.h"
#include "ledger/book/subledger.h"
#include "ledger/matter/budget.h"
#include "ledger/matter/document.h"
#include "ledger/matter/income_gap.h"
#include "tests/model/budget.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <inttypes.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT = 1 << 16, PARAMETERS = 5 };

struct compare {
    PGconn *conn;
};

/* One line a thing, as the model writes them. $2 and $3: funds and codes; $4: units; $5: first record of the step. */
static const char query[] =
    "select 'journal ' || (select size from head where community_id = $1) || chr(10) "
    "|| coalesce((select string_agg(format(E'account %s %s %s %s\\n', k.fund, k.code, "
    "(select coalesce(sum(b.debit_fen - b.credit_fen), 0) from balance b where b.community_id = $1 and b.fund = a.fund "
    "and b.account_no = a.account_no), "
    "(select coalesce(sum(r.amount_fen - r.captured_fen), 0) from reservation r where r.community_id = $1 and "
    "r.account_no = a.account_no and r.state = 1)), '' order by k.place) "
    "from unnest($2::int[], $3::text[]) with ordinality as k (fund, code, place) "
    "join account a on a.community_id = $1 and a.fund = k.fund and a.code = k.code), '') "
    "|| coalesce((select string_agg(format(E'unit %s %s\\n', k.unit, (select coalesce(sum(case l.side when 2 then "
    "l.amount_fen else -l.amount_fen end), 0) from unit_line l where l.community_id = $1 and l.unit = k.unit)), '' "
    "order by k.place) from unnest($4::uuid[]) with ordinality as k (unit, place)), '') "
    "|| coalesce((select string_agg(format(E'number %s %s %s %s %s\\n', n.seq, n.fund, n.word, n.series, n.number), '' "
    "order by n.seq, n.fund) from entry_number n where n.community_id = $1 and n.seq >= $5), '')";

struct compare *compare_open(struct harness *harness)
{
    struct compare *compare = calloc(1, sizeof *compare);
    assert_non_null(compare);
    compare->conn = PQconnectdb(harness_dsn(harness, "postgres"));
    PQclear(PQexec(compare->conn, "set plan_cache_mode = force_generic_plan"));
    PGresult *prepared = PQprepare(compare->conn, "step", query, PARAMETERS, NULL);
    if (PQresultStatus(prepared) != PGRES_COMMAND_OK)
        fail_msg("%s", PQerrorMessage(compare->conn));
    PQclear(prepared);
    return compare;
}

void compare_close(struct compare **compare)
{
    PQfinish((*compare)->conn);
    free(*compare);
    *compare = NULL;
}

/* ---- what a step touched ---- */

struct step { /* parameters, and what the model expects to be read with them */
    struct buffer funds, codes, units, expected;
};

static const char *text_of(struct life *life, struct buffer *buffer)
{
    struct bytes text;
    harness_expect(life->ctx, buffer_done(buffer, &text), ERROR_none);
    return (const char *)text.data;
}

static void put_accounts(struct life *life, struct step *step)
{
    const char *comma = "";
    for (size_t a = 0; a < life->model->account_count; a++) {
        const struct model_account *account = &life->model->accounts[a];
        if (!(life->model->touched_accounts >> a & 1))
            continue;
        buffer_print(&step->funds, "%s%u", comma, account->fund);
        buffer_print(&step->codes, "%s%s", comma, account->code);
        buffer_print(&step->expected, "account %u %s %" PRId64 " %" PRId64 "\n", account->fund, account->code,
                     account->debit - account->credit, account->reserved);
        comma = ",";
    }
}

static void put_units(struct life *life, struct step *step)
{
    const char *comma = "";
    for (size_t u = 0; u < life->model->unit_count; u++) {
        char id[UUID_TEXT];
        if (!(life->model->touched_units >> u & 1))
            continue;
        uuid_format(&life->town->units[u], id);
        buffer_print(&step->units, "%s%s", comma, id);
        buffer_print(&step->expected, "unit %s %" PRId64 "\n", id, life->model->units[u].balance);
        comma = ",";
    }
}

static void put_numbers(struct life *life, struct step *step)
{
    struct model *model = life->model;
    for (; model->compared < model->entry_count; model->compared++) {
        const struct model_entry *entry = &model->entries[model->compared];
        const int32_t month = month_of(entry->date);
        for (int fund = FUND_MF; fund <= FUND_OP; fund++)
            if (entry->number[fund] != 0)
                buffer_print(&step->expected, "number %" PRIu64 " %d %u %d %" PRIu64 "\n", entry->seq, fund,
                             entry->word, month / 12 * 100 + month % 12 + 1, entry->number[fund]);
    }
}

void compare_step(struct life *life)
{
    struct step step;
    struct model *model = life->model;
    char community[24], from[24];
    struct buffer *const buffers[] = {&step.funds, &step.codes, &step.units, &step.expected};
    for (size_t i = 0; i < LENGTH(buffers); i++) {
        buffer_init(buffers[i], life->ctx->arena, TEXT);
        if (buffers[i] != &step.expected)
            buffer_char(buffers[i], '{');
    }
    (void)snprintf(community, sizeof community, "%" PRIu64, life->town->code);
    (void)snprintf(from, sizeof from, "%" PRIu64, model->compared_size);
    buffer_print(&step.expected, "journal %" PRIu64 "\n", model->size);
    put_accounts(life, &step);
    put_units(life, &step);
    put_numbers(life, &step);
    for (size_t i = 0; i < LENGTH(buffers) - 1; i++)
        buffer_char(buffers[i], '}');
    const char *expected = text_of(life, &step.expected);
    const char *const parameters[PARAMETERS] = {community, text_of(life, &step.funds), text_of(life, &step.codes),
                                                text_of(life, &step.units), from};
    PGresult *rows = PQexecPrepared(life->compare->conn, "step", PARAMETERS, parameters, NULL, NULL, 0);
    if (PQntuples(rows) != 1)
        fail_msg("step %u: %s", life->step, PQerrorMessage(life->compare->conn));
    if (strcmp(PQgetvalue(rows, 0, 0), expected) != 0)
        fail_msg("step %u, operation %zu, the model has\n%sthe ledger has\n%s", life->step, life->kind, expected,
                 PQgetvalue(rows, 0, 0));
    PQclear(rows);
    model->compared_size = model->size;
    model->touched_accounts = model->touched_units = 0;
}

/* ---- everything of the town ---- */

struct total_row {
    uint32_t account_no;
    uint16_t fund;
    struct bytes code, name;
    uint8_t class, normal_side;
    struct maybe parent, closed_seq;
    uint64_t opened_seq;
    int64_t debit, credit;
};

/* The place of an account, or MODEL_NONE when nothing was ever booked there. */
static size_t place_of(const struct life *life, uint16_t fund, struct bytes code)
{
    for (size_t a = 0; a < life->model->account_count; a++)
        if (life->model->accounts[a].fund == fund && strlen(life->model->accounts[a].code) == code.size &&
            memcmp(life->model->accounts[a].code, code.data, code.size) == 0)
            return a;
    return MODEL_NONE;
}

static void compare_accounts(struct life *life)
{
    static const struct db_column row[] = {
        COLUMN(total_row, account_no), COLUMN(total_row, fund),       COLUMN(total_row, code),
        COLUMN(total_row, name),       COLUMN(total_row, class),      COLUMN(total_row, normal_side),
        COLUMN(total_row, parent),     COLUMN(total_row, closed_seq), COLUMN(total_row, opened_seq),
        COLUMN(total_row, debit),      COLUMN(total_row, credit)};
    const struct db_value in[] = {db_number((int64_t)life->town->code), db_number(month_of(life_today(life)) + 1)};
    struct total_row *rows = NULL;
    size_t count = 0;
    harness_expect(life->ctx, db_list(life->ctx, CALL(sql_seal_totals, in), ROW(total_row, row), &rows, &count),
                   ERROR_none);
    assert_true(count > life->model->account_count);
    for (size_t i = 0; i < count; i++) {
        const size_t place = place_of(life, rows[i].fund, rows[i].code);
        const struct model_account none = {0}, *account = place == MODEL_NONE ? &none : &life->model->accounts[place];
        if (rows[i].debit - rows[i].credit != account->debit - account->credit)
            print_message("step %u: account %u %s\n", life->step, rows[i].fund, (const char *)rows[i].code.data);
        assert_int_equal(rows[i].debit - rows[i].credit, account->debit - account->credit);
    }
}

static void compare_units(struct life *life)
{
    struct subledger_balance *list;
    size_t count;
    harness_expect(life->ctx, subledger_balances(life->ctx, life->town->code, life_today(life) + 1, &list, &count),
                   ERROR_none);
    assert_int_equal(count, life->model->unit_count);
    for (size_t u = 0; u < count; u++) {
        assert_memory_equal(&list[u].unit, &life->town->units[u], sizeof list[u].unit);
        assert_int_equal(list[u].balance.fen, life->model->units[u].balance);
        assert_int_equal(list[u].deposited.fen - list[u].spent.fen + list[u].earned.fen, list[u].balance.fen);
    }
}

static void compare_available(struct life *life)
{
    struct reservation_available *list;
    size_t count;
    harness_expect(life->ctx, reservation_available_list(life->ctx, life->town->code, &list, &count), ERROR_none);
    for (size_t i = 0; i < count; i++) {
        const struct model_account *account =
            &life->model->accounts[model_account(life->model, list[i].fund, list[i].account)];
        assert_int_equal(list[i].balance.fen, account->debit - account->credit);
        assert_int_equal(list[i].reserved.fen, account->reserved);
        assert_int_equal(list[i].available.fen, account->debit - account->credit - account->reserved);
    }
}

static void compare_reservations(struct life *life)
{
    struct reservation_listed *list;
    size_t count;
    harness_expect(life->ctx, reservation_list(life->ctx, life->town->code, true, &list, &count), ERROR_none);
    assert_int_equal(count, life->model->reservation_count);
    for (size_t i = 0; i < count; i++) {
        const struct model_reservation *r = &life->model->reservations[i];
        assert_int_equal(list[i].seq, r->seq);
        assert_int_equal(list[i].amount.fen, r->amount);
        assert_int_equal(list[i].captured.fen, r->captured);
        assert_int_equal(list[i].expires, r->expires);
        assert_int_equal(list[i].state, r->state);
        assert_string_equal(list[i].payee, r->payee ? r->payee : "");
        assert_string_equal(list[i].account, life->model->accounts[r->account].code);
        assert_int_equal(list[i].rests_on.present, r->budget != MODEL_NONE);
    }
}

static void compare_documents(struct life *life)
{
    struct document *list;
    size_t count, at = 0;
    harness_expect(life->ctx, document_list(life->ctx, life->town->code, &list, &count), ERROR_none);
    for (size_t i = 0; i < count; i++) {
        if (list[i].type == DOCUMENT_STATEMENT && !list[i].matter_seq.present)
            continue; /* a bank's file */
        assert_true(at < life->model->document_count);
        const struct model_document *document = &life->model->documents[at++];
        assert_int_equal(list[i].seq, document->seq);
        assert_int_equal(list[i].visibility, document->visibility);
        assert_int_equal(list[i].amount.present ? list[i].amount.value : 0, document->amount);
        assert_int_equal(list[i].entries, document->entries);
        assert_int_equal(list[i].used.fen, document->used);
    }
    assert_int_equal(at, life->model->document_count);
}

static void compare_drafts(struct life *life)
{
    for (size_t d = 0; d < MODEL_DRAFTS; d++) {
        const struct life_draft *draft = &life->town->drafts[d];
        struct draft stored;
        if (draft->state == 0)
            continue;
        harness_expect(life->ctx, draft_get(life->ctx, life->town->code, &draft->id, &stored), ERROR_none);
        assert_int_equal(stored.state, draft->state);
        assert_int_equal(stored.version, draft->version);
        assert_memory_equal(&stored.prepared_by, &life->town->people[draft->hands[0]].subject, sizeof(struct uuid));
        assert_int_equal(stored.entry_seq.present, draft->state == 4);
    }
}

/* ---- what contracts promised, what was booked and what came in ---- */

static int64_t promised(const struct model *model)
{
    int64_t sum = 0;
    for (size_t c = 0; c < model->contract_count; c++)
        for (size_t d = 0; d < model->contracts[c].due_count; d++)
            if (model->contracts[c].ended == 0 || model->contracts[c].dues[d].due <= model->contracts[c].ended)
                sum += model->contracts[c].dues[d].amount;
    return sum;
}

static bool moves_money(const struct model *model, const struct model_entry *entry)
{
    for (size_t l = 0; l < entry->count; l++) {
        const struct model_account *account = &model->accounts[entry->lines[l].account];
        if (account->fund == FUND_PI &&
            (strncmp(account->code, "1002", 4) == 0 || strcmp(account->code, "224103") == 0))
            return true;
    }
    return false;
}

static void add_income(const struct model *model, const struct model_entry *entry, int64_t *booked, int64_t *banked)
{
    for (size_t l = 0; l < entry->count; l++) {
        const struct model_line *line = &entry->lines[l];
        const struct model_account *account = &model->accounts[line->account];
        const int64_t amount = line->side == SIDE_CREDIT ? line->amount : -line->amount;
        const bool income = strncmp(account->code, "40", 2) == 0;
        if (account->fund != FUND_PI || line->stream == 0 ||
            !(income || strncmp(account->code, "2203", 4) == 0 || strncmp(account->code, "1122", 4) == 0))
            continue;
        *booked += income ? amount : 0;
        *banked += moves_money(model, entry) ? amount : 0;
    }
}

static void compare_income(struct life *life)
{
    const struct contract_span always = {DAY_MIN, DAY_MAX};
    int64_t booked = 0, banked = 0, found[3] = {0};
    struct income_gap *list;
    size_t count;
    for (size_t e = 0; e < life->model->entry_count; e++)
        if (life->model->entries[e].type != ENTRY_OPENING)
            add_income(life->model, &life->model->entries[e], &booked, &banked);
    harness_expect(life->ctx, income_gap_list(life->ctx, life->town->code, &always, &list, &count), ERROR_none);
    for (size_t i = 0; i < count; i++) {
        found[0] += list[i].expected.fen;
        found[1] += list[i].booked.fen;
        found[2] += list[i].banked.fen;
    }
    assert_int_equal(found[0], promised(life->model));
    assert_int_equal(found[1], booked);
    assert_int_equal(found[2], banked);
}

void compare_town(struct life *life)
{
    compare_step(life);
    compare_accounts(life);
    compare_units(life);
    compare_available(life);
    compare_reservations(life);
    compare_documents(life);
    compare_drafts(life);
    compare_income(life);
    budget_compare(life);
}

/* ---- evidence ---- */

/* What a tenant has paid in advance or left as a deposit may be wrong without the books being wrong: these two are for
 * people to look at, and random bookings do not keep to them. */
static bool is_for_people(const struct embedded *check)
{
    return check == &check__050_prepaid_is_unearned || check == &check__051_guarantee_by_contract;
}

void compare_evidence(struct life *life)
{
    static const struct verify_options everything = {false};
    struct report report;
    struct ctx reader;
    harness_connect(life->harness, "mz_verify", &reader);
    for (size_t i = 0; check_all[i]; i++) {
        int64_t rows = 0;
        if (!is_for_people(check_all[i]))
            harness_expect(&reader, db_count_rows(&reader, check_all[i], &rows), ERROR_none);
        if (rows != 0)
            fail_msg("step %u: %s finds %" PRId64, life->step, check_all[i]->name, rows);
    }
    harness_expect(&reader, verify_run(&reader, life->town->code, &everything, &report), ERROR_none);
    for (size_t i = 0; i < report.findings.count; i++)
        print_message("finding: %s %s\n", finding_name(&report.findings.items[i]), report.findings.items[i].key);
    assert_int_equal(report.findings.count, 0);
    harness_disconnect(&reader);
}
