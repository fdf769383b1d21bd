/* contract.h  经营合同: who pays what by when for the use of common things, under a stream of income.
 *
 * A contract is a record contract_recorded with its schedule; its scan is an archived document. Its record is the value
 * of dimension 3 on the lines that are booked under it. */
#pragma once

#include "audit/journal.h"
#include "base/words.h"

enum { CONTRACT_DUES_MAX = 240, CONTRACT_YEARS_MAX = 50 };

struct contract {
    struct uuid contract;
    uint64_t seq, party_seq;
    const char *party; /* name */
    uint16_t stream;
    day from_date, to_date;
    uint64_t document_seq;
    struct maybe ended_on, end_reason; /* enum contract_reason */
};

struct contract_due {
    uint64_t contract_seq;
    day due;
    money amount;
    bool cancelled; /* behind an early end */
};

struct contract_due_in {
    day due;
    money amount;
};

struct contract_record_in {
    uint64_t community;
    const char *key;   /* NULL: the same content is the same request */
    const char *party; /* as for party_find */
    uint16_t stream;
    day from, to;
    const char *document;               /* id or SHA-256 of the scan */
    const struct contract_due_in *dues; /* ascending by day */
    size_t due_count;
};

/* Records a contract. Refusals in order: contract.stream, contract.term, contract.schedule (details line, reason),
 * community.unknown, those of party_find, document.unknown, those of journal_post. */
RESULT contract_record(struct ctx *ctx, const struct contract_record_in *in, struct contract *ret_contract);

enum contract_step { CONTRACT_MONTHLY = 1, CONTRACT_QUARTERLY = 3, CONTRACT_YEARLY = 12 };

struct contract_schedule_in {
    day from, to;
    enum contract_step step;
    money amount; /* of each due */
};

/* One due at the beginning of every step of the term, on the day of the month on which the term begins, or the last day
 * of a shorter month. Refusals: contract.term, contract.schedule (more than 240). */
RESULT contract_schedule(struct ctx *ctx, const struct contract_schedule_in *in, struct contract_due_in **ret_dues,
                         size_t *ret_count);

struct contract_end_in {
    uint64_t community;
    const char *contract; /* id or record ("#412") */
    day on;               /* last day */
    uint16_t reason;      /* enum contract_reason */
};

/* Ends a contract before its last day; dues behind that day are expected no more. The same end again changes nothing.
 * Refusals in order: contract.reason, community.unknown, contract.unknown, contract.end_day, contract.ended, those of
 * journal_post. */
RESULT contract_end(struct ctx *ctx, const struct contract_end_in *in, struct contract *ret_contract);

/* By id or record ("#412"). Refusals: contract.unknown. */
RESULT contract_find(struct ctx *ctx, uint64_t community, const char *name, struct contract *ret_contract);

/* In order of their records. */
RESULT contract_list(struct ctx *ctx, uint64_t community, struct contract **ret_list, size_t *ret_count);

struct contract_span { /* days, both inside */
    day first, last;
};

/* Dues of all contracts in a span, by contract and day. */
RESULT contract_due_list(struct ctx *ctx, uint64_t community, const struct contract_span *span,
                         struct contract_due **ret_list, size_t *ret_count);
