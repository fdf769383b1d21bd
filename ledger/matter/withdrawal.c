#include "ledger/matter/withdrawal.h"

#include "base/canon.h"
#include "base/number.h"
#include "base/role.h"
#include "embed/sql.h"
#include "ledger/book/account.h"
#include "ledger/matter/matter.h"
#include "ledger/matter/withdrawal_facts.h"
#include "ledger/people/community.h"
#include "ledger/people/role.h"
#include "rules/moves.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { USES = 15, REASON_MAX = 200, VALID_MAX = 366, CLAUSES_MAX = 8, REFS_MAX = WITHDRAWAL_DOCUMENTS_MAX + 5 };

const char *withdrawal_state_name(int state, enum language language)
{
    return moves_state_text(moves_get("withdrawal"), state, language);
}

static unsigned roles_of(enum withdrawal_state from, const char *verb)
{
    const struct move *move = moves_find(moves_get("withdrawal"), (int)from, verb);
    assert(move);
    return move->roles;
}

/* ---- reading ---- */

RESULT withdrawal_list(struct ctx *ctx, uint64_t community, struct withdrawal **ret_list, size_t *ret_count)
{
    static const struct db_column row[] = {
        COLUMN(withdrawal, seq),
        COLUMN(withdrawal, withdrawal),
        COLUMN(withdrawal, use),
        COLUMN(withdrawal, fund),
        COLUMN(withdrawal, account_no),
        COLUMN(withdrawal, account),
        COLUMN(withdrawal, amount),
        COLUMN(withdrawal, payee),
        COLUMN(withdrawal, payee_account),
        COLUMN(withdrawal, reason),
        COLUMN(withdrawal, payee_commitment),
        COLUMN(withdrawal, account_commitment),
        COLUMN(withdrawal, valid_until),
        COLUMN(withdrawal, applicant),
        COLUMN(withdrawal, applicant_name),
        COLUMN(withdrawal, party),
        COLUMN(withdrawal, decision),
        COLUMN(withdrawal, contract),
        COLUMN(withdrawal, matter),
        COLUMN(withdrawal, outcome),
        COLUMN(withdrawal, state),
        COLUMN(withdrawal, changed_seq),
        COLUMN(withdrawal, submitted_at),
        COLUMN(withdrawal, reservation),
        COLUMN(withdrawal, paid),
    };
    const struct db_value in[] = {db_number((int64_t)community)};
    *ret_list = NULL;
    return db_list(ctx, CALL(sql_withdrawal_list, in), ROW(withdrawal, row), ret_list, ret_count);
}

RESULT withdrawal_find(struct ctx *ctx, uint64_t community, const char *name, struct withdrawal *ret_withdrawal)
{
    struct withdrawal *list;
    size_t count;
    TRY(withdrawal_list(ctx, community, &list, &count));
    error_set(&ctx->error, "withdrawal", "%s", name);
    for (size_t i = 0; i < count; i++) {
        if (!matter_called(&list[i].withdrawal, list[i].seq, name))
            continue;
        *ret_withdrawal = list[i];
        return OK;
    }
    return REFUSE(withdrawal, unknown);
}

/* ---- what is asked ---- */

struct asking {
    const struct withdrawal_submit_in *in;
    struct withdrawal_asking facts;
    struct contract contract;
    struct withdrawal_verdict verdict;
    uint32_t account_no;
    uint64_t supersedes; /* 0: none */
    day valid_until;
};

static RESULT check_valid(struct ctx *ctx, struct asking *asking)
{
    const struct maybe wanted = asking->in->valid_until;
    char text[DATE_TEXT];
    asking->valid_until = wanted.present ? (day)wanted.value : ctx_today(ctx) + WITHDRAWAL_DAYS;
    date_format(asking->valid_until, text);
    error_set(&ctx->error, "valid_until", "%s", text);
    return asking->valid_until < ctx_today(ctx) || asking->valid_until > ctx_today(ctx) + VALID_MAX
               ? REFUSE(withdrawal, valid)
               : OK;
}

static RESULT check_words(struct ctx *ctx, struct asking *asking)
{
    const struct withdrawal_submit_in *in = asking->in;
    char text[MONEY_TEXT];
    error_set(&ctx->error, "value", "E%02u", in->use);
    if (in->use < 1 || in->use > USES)
        return REFUSE(withdrawal, use);
    money_format(in->amount, text);
    error_set(&ctx->error, "amount", "%s", text);
    if (in->amount.fen <= 0)
        return REFUSE(withdrawal, amount);
    TRY(money_check(in->amount));
    TRY(community_check_text(ctx, in->reason));
    error_set(&ctx->error, "reason", "%d bytes", REASON_MAX);
    return strlen(in->reason) <= REASON_MAX ? check_valid(ctx, asking) : REFUSE(text, refused);
}

/* "#412" or "412". */
static RESULT read_record(struct ctx *ctx, const char *name, struct maybe *ret_seq)
{
    ret_seq->present = name != NULL;
    error_set(&ctx->error, "record", "%s", name ? name : "");
    if (name && FAILED(number_parse_record(name, &ret_seq->value)))
        return REFUSE(withdrawal, link);
    return OK;
}

static void set_basis(struct ctx *ctx, const struct withdrawal_asking *facts, const struct withdrawal_basis *basis)
{
    const char *const names[] = {"payable", "asked", "amount"};
    const money amounts[] = {basis->payable, basis->asked, facts->amount};
    char text[MONEY_TEXT];
    error_set(&ctx->error, basis->noun == NOUN_PROJECT ? "project" : "warranty", "#%lld",
              (long long)facts->matter.value);
    error_set(&ctx->error, "party", "%s", facts->party.name);
    error_set(&ctx->error, "state", "%s",
              moves_state_text(moves_of_matter((uint16_t)basis->noun), basis->state, LANGUAGE_ZH));
    for (size_t i = 0; i < LENGTH(names); i++) {
        money_format(amounts[i], text);
        error_set(&ctx->error, names[i], "%s", text);
    }
}

/*= CN-MF-22-2 维修资金按项目的程序和阶段支付 (own) */
/*= SX-50-2 保修金经主管部门核实后动用 */
/*= SX-50-3 保修金期满后退还建设单位 */
static RESULT check_basis(struct ctx *ctx, const struct withdrawal_asking *facts)
{
    struct withdrawal_basis basis;
    money sum;
    if (!facts->matter.present)
        return facts->fund == FUND_WD ? REFUSE(warranty, unnamed) : OK;
    TRY(withdrawal_basis_get(ctx, facts, &basis));
    const bool works = basis.noun == NOUN_PROJECT;
    set_basis(ctx, facts, &basis);
    if (!withdrawal_basis_pays(&basis, facts->fund))
        return works ? REFUSE(project, unpayable) : REFUSE(warranty, unpayable);
    if (basis.payee != 0 && basis.payee != facts->party.seq)
        return REFUSE(warranty, payee);
    TRY(money_add(basis.asked, facts->amount, &sum));
    if (money_cmp(sum, basis.payable) <= 0)
        return OK;
    return works ? REFUSE(project, exceeded) : REFUSE(warranty, exceeded);
}

static RESULT find_links(struct ctx *ctx, struct asking *asking)
{
    const struct withdrawal_submit_in *in = asking->in;
    struct withdrawal earlier;
    TRY(party_find(ctx, in->community, in->party, &asking->facts.party));
    TRY(read_record(ctx, in->decision, &asking->facts.decision));
    if (in->contract) {
        TRY(contract_find(ctx, in->community, in->contract, &asking->contract));
        asking->facts.contract = &asking->contract;
    }
    TRY(read_record(ctx, in->matter, &asking->facts.matter));
    TRY(check_basis(ctx, &asking->facts));
    if (in->supersedes) {
        TRY(withdrawal_find(ctx, in->community, in->supersedes, &earlier));
        asking->supersedes = earlier.seq;
    }
    error_set(&ctx->error, "record", "%zu", in->document_count);
    return in->document_count <= WITHDRAWAL_DOCUMENTS_MAX ? OK : REFUSE(withdrawal, link);
}

static RESULT resolve(struct ctx *ctx, struct asking *asking)
{
    const struct withdrawal_submit_in *in = asking->in;
    const struct account_key account = {in->community, in->fund, in->account};
    struct community community;
    TRY(check_words(ctx, asking));
    TRY(community_get(ctx, in->community, &community));
    TRY(account_leaf(ctx, &account, &asking->account_no));
    asking->facts.community = in->community;
    asking->facts.fund = in->fund;
    asking->facts.use = in->use;
    asking->facts.amount = in->amount;
    asking->facts.document_count = in->document_count;
    TRY(find_links(ctx, asking));
    return withdrawal_facts_judge(ctx, &asking->facts, &asking->verdict);
}

RESULT withdrawal_check(struct ctx *ctx, const struct withdrawal_submit_in *in, struct withdrawal_verdict *ret_verdict)
{
    struct asking *asking;
    TRY(ARENA_TAKE(ctx->arena, 1, &asking));
    asking->in = in;
    TRY(resolve(ctx, asking));
    *ret_verdict = asking->verdict;
    return OK;
}

RESULT withdrawal_judge_again(struct ctx *ctx, uint64_t community, const struct withdrawal *withdrawal,
                              struct withdrawal_verdict *ret_verdict)
{
    struct withdrawal_asking asking = {.community = community,
                                       .seq = {true, (int64_t)withdrawal->seq},
                                       .asked_on = {true, date_of_inst(withdrawal->submitted_at)},
                                       .fund = (uint16_t)withdrawal->fund,
                                       .use = (uint16_t)withdrawal->use,
                                       .amount = withdrawal->amount,
                                       .decision = withdrawal->decision,
                                       .matter = withdrawal->matter,
                                       .document_count = 1}; /* as the application was taken down */
    struct contract contract;
    const char *name;
    TRY(arena_print(ctx->arena, &name, "#%lld", (long long)withdrawal->party.value));
    TRY(party_find(ctx, community, name, &asking.party));
    if (withdrawal->contract.present) {
        TRY(arena_print(ctx->arena, &name, "#%lld", (long long)withdrawal->contract.value));
        TRY(contract_find(ctx, community, name, &contract));
        asking.contract = &contract;
    }
    return withdrawal_facts_judge(ctx, &asking, ret_verdict);
}

/* ---- what the rules refuse ---- */

static RESULT refuse_item(struct ctx *ctx, const struct withdrawal_verdict *verdict, enum withdrawal_rule rule)
{
    const struct withdrawal_item *item = &verdict->items[rule];
    char text[MONEY_TEXT];
    money_format(verdict->matter, text);
    error_set(&ctx->error, "matter", "%s", text);
    error_set(&ctx->error, "rule", "%s %s", withdrawal_rule_name(rule, LANGUAGE_ZH),
              withdrawal_rule_name(rule, LANGUAGE_EN));
    error_set(&ctx->error, "reason", "%s %s%s%s", withdrawal_outcome_name(item->outcome, LANGUAGE_ZH),
              withdrawal_outcome_name(item->outcome, LANGUAGE_EN), item->law && item->law[0] ? " " : "",
              item->law ? item->law : "");
    if (rule == WITHDRAWAL_SPLIT)
        return REFUSE(withdrawal, split);
    return rule == WITHDRAWAL_RELATED ? REFUSE(withdrawal, related) : REFUSE(withdrawal, rule);
}

RESULT withdrawal_refuse(struct ctx *ctx, const struct withdrawal_verdict *verdict)
{
    for (int rule = 0; rule < WITHDRAWAL_RULES; rule++)
        if (verdict->items[rule].outcome >= WITHDRAWAL_NEEDS)
            return refuse_item(ctx, verdict, (enum withdrawal_rule)rule);
    return OK;
}

/* A payment cut into parts is taken down with its warning: the attempt is what owners want to see. */
static RESULT refuse_asked(struct ctx *ctx, const struct withdrawal_verdict *verdict)
{
    const bool split = verdict->items[WITHDRAWAL_SPLIT].outcome == WITHDRAWAL_FAIL;
    struct withdrawal_verdict rest = *verdict;
    if (split)
        rest.items[WITHDRAWAL_SPLIT].outcome = rest.items[WITHDRAWAL_DECISION].outcome = WITHDRAWAL_WARN;
    return withdrawal_refuse(ctx, &rest);
}

/* ---- the record ---- */

static RESULT request_of(struct ctx *ctx, const struct asking *asking, struct digest *ret_mac)
{
    const struct withdrawal_submit_in *in = asking->in;
    const char *const words[] = {in->account,  in->party,      in->reason, in->decision,
                                 in->contract, in->supersedes, in->matter};
    struct buffer out;
    struct bytes request;
    struct digest secret;
    buffer_init(&out, ctx->arena, 1 << 13);
    canon_u16(&out, in->fund);
    canon_u16(&out, in->use);
    canon_i64(&out, in->amount.fen);
    canon_u8(&out, in->valid_until.present);
    canon_i64(&out, in->valid_until.value);
    for (size_t i = 0; i < LENGTH(words); i++)
        canon_bytes(&out, BYTES(words[i] ? words[i] : "", words[i] ? strlen(words[i]) : 0));
    for (size_t i = 0; i < in->document_count; i++)
        canon_u64(&out, in->documents[i]);
    TRY(buffer_done(&out, &request));
    TRY(journal_secret(ctx, &secret));
    *ret_mac = change_mac(&secret, in->community, "withdrawal", request);
    return OK;
}

static void add_ref(struct record_application_submitted *record, uint16_t role, uint64_t seq)
{
    record->refs[record->refs_count++] = (struct record_ref){role, seq, FEN(0)};
}

static RESULT fill_refs(struct ctx *ctx, const struct asking *asking, struct record_application_submitted *record)
{
    TRY(ARENA_TAKE(ctx->arena, REFS_MAX, &record->refs));
    add_ref(record, REF_PARTY, asking->facts.party.seq);
    if (asking->facts.decision.present)
        add_ref(record, REF_DECIDED_BY, (uint64_t)asking->facts.decision.value);
    if (asking->facts.contract)
        add_ref(record, REF_CONTRACT, asking->contract.seq);
    if (asking->facts.matter.present)
        add_ref(record, REF_APPLIED_BY, (uint64_t)asking->facts.matter.value);
    if (asking->supersedes)
        add_ref(record, REF_SUPERSEDES, asking->supersedes);
    for (size_t i = 0; i < asking->in->document_count; i++)
        add_ref(record, REF_DOCUMENT, asking->in->documents[i]);
    qsort(record->refs, record->refs_count, sizeof *record->refs, change_compare_refs);
    return OK;
}

static int compare_clauses(const void *x, const void *y)
{
    const struct record_clause *a = x, *b = y;
    const int order = memcmp(a->id.data, b->id.data, a->id.size < b->id.size ? a->id.size : b->id.size);
    return order ? order : (a->id.size > b->id.size) - (a->id.size < b->id.size);
}

/* What warned, by its clause, each once. */
static RESULT fill_judged(struct ctx *ctx, const struct asking *asking, struct record_judged *judged)
{
    struct record_clause *clauses;
    uint32_t count = 0, kept = 0;
    TRY(ARENA_TAKE(ctx->arena, WITHDRAWAL_RULES, &clauses));
    for (int rule = 0; rule < WITHDRAWAL_RULES; rule++) {
        const struct withdrawal_item *item = &asking->verdict.items[rule];
        if (item->outcome > WITHDRAWAL_PASS && item->law && item->law[0])
            clauses[count++] = (struct record_clause){BYTES(item->law, strlen(item->law))};
    }
    qsort(clauses, count, sizeof *clauses, compare_clauses);
    for (uint32_t i = 0; i < count; i++)
        if (kept == 0 || compare_clauses(&clauses[kept - 1], &clauses[i]) != 0)
            clauses[kept++] = clauses[i];
    judged->rule_set = asking->verdict.rule_set;
    judged->outcome = asking->verdict.outcome == WITHDRAWAL_PASS ? 1 : 2;
    judged->clauses = clauses;
    judged->clauses_count = kept;
    return OK;
}

static RESULT fill(struct ctx *ctx, struct change *change, const struct asking *asking,
                   struct record_application_submitted *record)
{
    const struct withdrawal_submit_in *in = asking->in;
    const struct party *party = &asking->facts.party;
    record->application = random_uuid7(ctx->random, ctx->now);
    record->purpose = in->use;
    record->fund = in->fund;
    record->account_no = asking->account_no;
    record->amount = in->amount;
    record->valid_until = asking->valid_until;
    TRY(change_commit(ctx, change, COMMIT_PAYEE_NAME, BYTES(party->name, strlen(party->name)), &record->payee));
    TRY(change_commit(ctx, change, COMMIT_PAYEE_ACCOUNT, BYTES(party->bank_account, strlen(party->bank_account)),
                      &record->payee_account));
    TRY(change_commit(ctx, change, COMMIT_REASON, BYTES(in->reason, strlen(in->reason)), &record->reason));
    TRY(fill_judged(ctx, asking, &record->judged));
    return fill_refs(ctx, asking, record);
}

/* What is decided holds for the journal as it was read. */
static RESULT submit_once(struct ctx *ctx, struct asking *asking, uint64_t *ret_seq)
{
    struct record_application_submitted *record;
    struct journal_head head;
    struct change change;
    struct digest mac;
    bool written;
    TRY(journal_head(ctx, asking->in->community, &head));
    TRY(request_of(ctx, asking, &mac));
    TRY(journal_written(ctx, asking->in->community, asking->in->key, &written));
    change_init(&change, ctx->arena);
    TRY(change_request(ctx, &change, asking->in->community, asking->in->key, &mac));
    TRY(ARENA_TAKE(ctx->arena, 1, &record));
    if (!written) {
        TRY(resolve(ctx, asking));
        TRY(refuse_asked(ctx, &asking->verdict));
        TRY(fill(ctx, &change, asking, record));
        change.requests.items[0].at_size = head.size;
    }
    TRY(change_add(&change, RECORD_application_submitted, record, NULL));
    TRY(journal_post(ctx, &change));
    *ret_seq = change.requests.items[0].seq;
    return OK;
}

RESULT withdrawal_submit(struct ctx *ctx, const struct withdrawal_submit_in *in, uint64_t *ret_seq)
{
    struct asking *asking;
    result done = OK;
    TRY(role_require(ctx, in->community, roles_of(WITHDRAWAL_none, "submit"), NULL));
    TRY(ARENA_TAKE(ctx->arena, 1, &asking));
    for (int i = 0; i < JOURNAL_ATTEMPTS; i++) {
        *asking = (struct asking){.in = in};
        done = submit_once(ctx, asking, ret_seq);
        if (done.code != ERROR_journal_moved)
            return done;
    }
    return done;
}

/* ---- the end without approval ---- */

struct closing {
    uint64_t community, withdrawal;
    enum withdrawal_state state;
};

/* Adds one request that closes an application. */
static RESULT add_closing(struct ctx *ctx, struct change *change, const struct closing *closing)
{
    const char *state = moves_state_name(moves_get("withdrawal"), (int)closing->state), *key;
    struct record_application_closed *record;
    struct digest secret;
    TRY(arena_print(ctx->arena, &key, "withdrawal-%s-%llu", state, (unsigned long long)closing->withdrawal));
    TRY(journal_secret(ctx, &secret));
    const struct digest mac = change_mac(&secret, closing->community, "withdrawal_close", BYTES(key, strlen(key)));
    TRY(change_request(ctx, change, closing->community, key, &mac));
    TRY(ARENA_TAKE(ctx->arena, 1, &record));
    record->application_seq = closing->withdrawal;
    record->state = (uint8_t)closing->state;
    return change_add(change, RECORD_application_closed, record, NULL);
}

RESULT withdrawal_take_back(struct ctx *ctx, uint64_t community, const char *name)
{
    struct withdrawal withdrawal;
    struct change change;
    TRY(withdrawal_find(ctx, community, name, &withdrawal));
    if (withdrawal.state == WITHDRAWAL_taken_back)
        return OK;
    if (withdrawal.state != WITHDRAWAL_submitted)
        return REFUSE(withdrawal, closed);
    if (!uuid_equal(&withdrawal.applicant, &ctx->actor.subject))
        return REFUSE(withdrawal, applicant);
    TRY(role_require(ctx, community, roles_of(WITHDRAWAL_submitted, "withdraw"), NULL));
    change_init(&change, ctx->arena);
    TRY(add_closing(ctx, &change, &(struct closing){community, withdrawal.seq, WITHDRAWAL_taken_back}));
    return journal_post(ctx, &change);
}

RESULT withdrawal_expire(struct ctx *ctx, uint64_t community, size_t *ret_count)
{
    struct withdrawal *list;
    struct change change;
    size_t count;
    *ret_count = 0;
    TRY(role_require(ctx, community, roles_of(WITHDRAWAL_submitted, "expire"), NULL));
    TRY(withdrawal_list(ctx, community, &list, &count));
    change_init(&change, ctx->arena);
    for (size_t i = 0; i < count; i++) {
        if (list[i].state != WITHDRAWAL_submitted || list[i].valid_until >= ctx_today(ctx))
            continue;
        TRY(add_closing(ctx, &change, &(struct closing){community, list[i].seq, WITHDRAWAL_expired}));
        ++*ret_count;
    }
    return *ret_count > 0 ? journal_post(ctx, &change) : OK;
}
