#include "tests/gate/gate_oracle.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <inttypes.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>

struct gate_oracle {
    PGconn *conn;
};

/* What left the money of a fund by an entry: credit less debit there; and no less than what was credited there and
 * debited elsewhere, so that an income in the same entry hides nothing. Red ones are turned. */
#define LEFT                                                                                                           \
    "moved as (select p.seq, p.fund, left(a.code, 4) in ('1001', '1002', '1012', '1101', '1201') as money,"            \
    " sum(greatest(case p.side when 2 then p.amount_fen else -p.amount_fen end, 0)) as credit,"                        \
    " sum(greatest(case p.side when 1 then p.amount_fen else -p.amount_fen end, 0)) as debit"                          \
    " from posting p join account a on a.community_id = p.community_id and a.account_no = p.account_no"                \
    " where p.community_id = $1 and (p.seq >= $2 or p.seq in (select seq from wider)) group by 1, 2, 3),"              \
    "gone as (select seq, fund, greatest(sum(credit - debit) filter (where money), least("                             \
    " sum(case when money then credit else 0 end), sum(case when money then 0 else debit end)), 0) as fen from moved " \
    "group by 1, 2)"

/* Entries that replace, beside those that they replace. */
#define WIDER                                                                                                          \
    "base as (select ref_seq from entry_ref where community_id = $1 and role = 2 and seq >= $2),"                      \
    "wider as (select ref_seq as seq from base union select x.seq from entry_ref x join base using (ref_seq)"          \
    " where x.community_id = $1 and x.role = 2)"

#define DAY(seq)                                                                                                       \
    "(select (j.recorded_at at time zone 'Asia/Shanghai')::date from journal j where j.community_id = $1 and j.seq "   \
    "= " seq ")"

/* A role of a person in force when a record was written, as was known then. */
#define OFFICE(person, at)                                                                                             \
    "role_grant g where g.community_id = $1 and g.subject = " person " and g.opened_seq < " at                         \
    " and g.from_date <= " DAY(at) " and " DAY(at) " <= case when g.ended_on is not null and g.seq < " at              \
                                                   " then least(g.until_date, g.ended_on) else g.until_date end"

#define YES(step)                                                                                                      \
    "approval where community_id = $1 and subject_seq = w.opened_seq and verdict = 1 and withdrawn_seq is null and "   \
    "step = " step

/* What was asked for one payee, by name or by account, in 90 days up to an application. */
#define PAYEE                                                                                                          \
    "account_of as (select p.seq, convert_from(o.value, 'UTF8') as number from party p join opening o"                 \
    " on o.community_id = p.community_id and o.commitment = p.bank_account where p.community_id = $1)"
#define SUM                                                                                                            \
    "(select sum(o.amount_fen) from withdrawal o where o.community_id = $1 and o.state = 2"                            \
    " and o.opened_seq <= w.opened_seq and " DAY("o.opened_seq") " >= " DAY(                                           \
        "w.opened_seq") " - 90"                                                                                        \
                        " and (o.party_seq = w.party_seq or exists (select from account_of x join account_of y on "    \
                        "x.number = y.number"                                                                          \
                        " where x.seq = o.party_seq and y.seq = w.party_seq and x.number <> '')))"

/* Applications approved by three people, each in office on that day; a supervisor of another body where one must be. */
#define SOUND                                                                                                          \
    "sound as (select w.opened_seq, w.fund, w.payee, r.opened_seq as reservation from withdrawal w"                    \
    " join reservation r on r.community_id = w.community_id and r.rests_on = w.opened_seq and r.opened_seq = w.seq + " \
    "1"                                                                                                                \
    " and r.amount_fen = w.amount_fen and r.payee = w.payee and r.fund = w.fund"                                       \
    " where w.community_id = $1 and w.state = 2"                                                                       \
    " and exists (select from " OFFICE(                                                                                \
        "w.applicant",                                                                                                 \
        "w.opened_seq") " and g.role in (1, 2, 10, 12))"                                                               \
                        " and exists (select from (select * from " YES("1") ") a, (select * from " YES(                \
                            "2") ") b"                                                                                 \
                                 " where a.approver <> b.approver and w.applicant not in (a.approver, b.approver)"     \
                                 " and exists (select from " OFFICE(                                                   \
                                     "a.approver",                                                                     \
                                     "a.seq") " and g.role = 2)"                                                       \
                                              " and exists (select from " OFFICE(                                      \
                                                  "b.approver",                                                        \
                                                  "b.seq") " and g.role = 3)"                                          \
                                                           " and ((w.community_id / 1000000 <> 330681 and " SUM        \
                                                           " <= 500000)"                                               \
                                                           " or exists (select from (select * from " YES(              \
                                                               "3") ") c where c.approver not in (a.approver, "        \
                                                                    "b.approver, w.applicant)"                         \
                                                                    " and exists (select from " OFFICE(                \
                                                                        "c.approver",                                  \
                                                                        "c.seq") " and g.role = 5 and "                \
                                                                                 "g.organization_seq is not null"      \
                                                                                 " and not exists (select from "       \
                                                                                 "role_grant h where h.community_id "  \
                                                                                 "= $1 and h.subject = w.applicant"    \
                                                                                 " and h.organization_seq = "          \
                                                                                 "g.organization_seq and "             \
                                                                                 "h.opened_seq < c.seq and "           \
                                                                                 "h.from_date <= " DAY(                \
                                                                                     "c.seq") " and " DAY("c.seq") " " \
                                                                                                                   "<" \
                                                                                                                   "=" \
                                                                                                                   " " \
                                                                                                                   "c" \
                                                                                                                   "a" \
                                                                                                                   "s" \
                                                                                                                   "e" \
                                                                                                                   " " \
                                                                                                                   "w" \
                                                                                                                   "h" \
                                                                                                                   "e" \
                                                                                                                   "n" \
                                                                                                                   " " \
                                                                                                                   "h" \
                                                                                                                   "." \
                                                                                                                   "e" \
                                                                                                                   "n" \
                                                                                                                   "d" \
                                                                                                                   "e" \
                                                                                                                   "d" \
                                                                                                                   "_" \
                                                                                                                   "o" \
                                                                                                                   "n" \
                                                                                                                   " " \
                                                                                                                   "i" \
                                                                                                                   "s" \
                                                                                                                   " " \
                                                                                                                   "n" \
                                                                                                                   "o" \
                                                                                                                   "t" \
                                                                                                                   " " \
                                                                                                                   "n" \
                                                                                                                   "u" \
                                                                                                                   "l" \
                                                                                                                   "l" \
                                                                                                                   " " \
                                                                                                                   "a" \
                                                                                                                   "n" \
                                                                                                                   "d" \
                                                                                                                   " " \
                                                                                                                   "h" \
                                                                                                                   "." \
                                                                                                                   "s" \
                                                                                                                   "e" \
                                                                                                                   "q" \
                                                                                                                   " " \
                                                                                                                   "<" \
                                                                                                                   " " \
                                                                                                                   "c" \
                                                                                                                   "." \
                                                                                                                   "s" \
                                                                                                                   "e" \
                                                                                                                   "q" \
                                                                                                                   " " \
                                                                                                                   "t" \
                                                                                                                   "h" \
                                                                                                                   "e" \
                                                                                                                   "n" \
                                                                                                                   " " \
                                                                                                                   "l" \
                                                                                                                   "e" \
                                                                                                                   "a" \
                                                                                                                   "s" \
                                                                                                                   "t" \
                                                                                                                   "(" \
                                                                                                                   "h" \
                                                                                                                   "." \
                                                                                                                   "u" \
                                                                                                                   "n" \
                                                                                                                   "t" \
                                                                                                                   "i" \
                                                                                                                   "l" \
                                                                                                                   "_" \
                                                                                                                   "d" \
                                                                                                                   "a" \
                                                                                                                   "t" \
                                                                                                                   "e" \
                                                                                                                   "," \
                                                                                                                   " " \
                                                                                                                   "h" \
                                                                                                                   "." \
                                                                                                                   "e" \
                                                                                                                   "n" \
                                                                                                                   "d" \
                                                                                                                   "e" \
                                                                                                                   "d" \
                                                                                                                   "_" \
                                                                                                                   "o" \
                                                                                                                   "n" \
                                                                                                                   ")" \
                                                                                                                   " " \
                                                                                                                   "e" \
                                                                                                                   "l" \
                                                                                                                   "s" \
                                                                                                                   "e" \
                                                                                                                   " " \
                                                                                                                   "h" \
                                                                                                                   "." \
                                                                                                                   "u" \
                                                                                                                   "n" \
                                                                                                                   "t" \
                                                                                                                   "i" \
                                                                                                                   "l" \
                                                                                                                   "_" \
                                                                                                                   "d" \
                                                                                                                   "a" \
                                                                                                                   "t" \
                                                                                                                   "e" \
                                                                                                                   " " \
                                                                                                                   "e" \
                                                                                                                   "n" \
                                                                                                                   "d" \
                                                                                                                   ")" \
                                                                                                                   ")" \
                                                                                                                   ")" \
                                                                                                                   ")" \
                                                                                                                   ")" \
                                                                                                                   ")"

static const struct {
    const char *name, *text;
} questions[] = {
    {"money that left was approved",
     "with bound as (select coalesce($3::date, min(from_date)) as day from rule_activation where community_id = "
     "$1)," WIDER "," LEFT "," PAYEE "," SOUND
     ", captured as (select k.seq, s.fund, sum(k.amount_fen) as fen from entry_ref k"
     " join sound s on s.reservation = k.ref_seq join entry e on e.community_id = $1 and e.seq = k.seq and e.payee = "
     "s.payee"
     " where k.community_id = $1 and k.role = 7 and k.seq >= $2 group by 1, 2),"
     "again as (select k.seq, g.fund, g.fen - coalesce((select sum(h.fen) from entry_ref x join gone h on h.seq = x.seq"
     " and h.fund = g.fund where x.community_id = $1 and x.role = 2 and x.ref_seq = k.ref_seq and x.seq < k.seq), 0) "
     "as fen"
     " from entry_ref k join gone g on g.seq = k.ref_seq"
     " join entry_ref v on v.community_id = $1 and v.role = 1 and v.ref_seq = k.ref_seq and v.seq < k.seq"
     " where k.community_id = $1 and k.role = 2 and k.seq >= $2)"
     "select 'entry #' || e.seq || ' type ' || e.entry_type || ' fund ' || l.fund || ' left ' || l.fen || ' captured ' "
     "||"
     " coalesce(c.fen, 0) || ' again ' || coalesce(a.fen, 0) as what from gone l"
     " join entry e on e.community_id = $1 and e.seq = l.seq cross join bound"
     " left join captured c on c.seq = l.seq and c.fund = l.fund left join again a on a.seq = l.seq and a.fund = l.fund"
     " where e.seq >= $2 and e.entry_type <> 2 and (e.recorded_at at time zone 'Asia/Shanghai')::date >= bound.day"
     " and l.fen > coalesce(c.fen, 0) + greatest(coalesce(a.fen, 0), 0)"},
    {"an application was approved by those who must",
     "with " PAYEE "," SOUND
     "select 'application #' || w.opened_seq as what from withdrawal w where w.community_id = $1 and w.state = 2"
     " and w.seq >= $2 and $3::date is null and not exists (select from sound s where s.opened_seq = w.opened_seq)"},
    {"no sum above the supervisor's tier without owners",
     "with " PAYEE
     " select 'application #' || w.opened_seq as what from withdrawal w where w.community_id = $1 and w.state = 2"
     " and w.seq >= $2 and $3::date is null and w.decision_seq is null and " SUM " > 5000000"},
    {"nobody acts on his own, twice, or for himself",
     "select 'approval #' || a.seq as what from approval a join withdrawal w on w.community_id = a.community_id"
     " and w.opened_seq = a.subject_seq where a.community_id = $1 and a.seq >= $2 and $3::date is null"
     " and (a.approver = w.applicant or exists (select from approval b where b.community_id = $1 and b.subject_seq = "
     "a.subject_seq"
     " and b.approver = a.approver and b.seq < a.seq and (b.withdrawn_seq is null or b.withdrawn_seq > a.seq))"
     " or exists (select from subject s join opening n on n.community_id = $1 and n.commitment = s.details"
     " join opening o on o.community_id = $1 and o.commitment = w.payee"
     " where s.community_id = $1 and s.subject = a.approver and n.value = o.value))"},
    {"no application is paid above its amount",
     "select 'application #' || w.opened_seq as what from withdrawal w join reservation r on r.community_id = "
     "w.community_id"
     " and r.rests_on = w.opened_seq join entry_ref k on k.community_id = w.community_id and k.role = 7 and k.ref_seq "
     "= r.opened_seq"
     " where w.community_id = $1 and r.opened_seq = w.seq + 1 and $3::date is null"
     " and exists (select from entry_ref x where x.community_id = $1 and x.seq >= $2 and x.role = 7 and x.ref_seq = "
     "r.opened_seq)"
     " group by w.opened_seq, w.amount_fen having sum(k.amount_fen) > w.amount_fen"},
};

static const Oid types[] = {20, 20, 1082}; /* int8, int8, date */

struct gate_oracle *gate_oracle_open(struct harness *harness)
{
    struct gate_oracle *oracle = calloc(1, sizeof *oracle);
    assert_non_null(oracle);
    oracle->conn = PQconnectdb(harness_dsn(harness, "postgres"));
    assert_int_equal(PQstatus(oracle->conn), CONNECTION_OK);
    return oracle;
}

void gate_oracle_close(struct gate_oracle **oracle)
{
    PQfinish((*oracle)->conn);
    free(*oracle);
    *oracle = NULL;
}

size_t gate_oracle_ask(struct gate_oracle *oracle, const struct gate_question *question)
{
    char community[24], since[24], bound[DATE_TEXT];
    const char *const values[] = {community, since, question->bound.present ? bound : NULL};
    size_t wrong = 0;
    (void)snprintf(community, sizeof community, "%" PRIu64, question->community);
    (void)snprintf(since, sizeof since, "%" PRIu64, question->since);
    date_format((day)question->bound.value, bound);
    for (size_t i = 0; i < LENGTH(questions); i++) {
        PGresult *found = PQexecParams(oracle->conn, questions[i].text, LENGTH(values), types, values, NULL, NULL, 0);
        if (PQresultStatus(found) != PGRES_TUPLES_OK)
            fail_msg("%s: %s", questions[i].name, PQresultErrorMessage(found));
        if (PQntuples(found) > 0 && !question->bound.present)
            print_message("community %s: %s: %s\n", community, questions[i].name, PQgetvalue(found, 0, 0));
        wrong += (size_t)PQntuples(found);
        PQclear(found);
    }
    return wrong;
}
