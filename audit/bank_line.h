/* bank_line.h  The identity of a line of a bank statement: stable over files, formats of the same layout and repeated
 * imports.
 *
 * id = first 16 bytes of HMAC-SHA-256(server secret, canonical fields), in the form of a UUIDv8. The idempotency key of
 * the entry that books a line is "bank-line-" and the hexadecimal id, so the record's event_id binds the line's date,
 * amount and balance. */
#pragma once

#include "base/date.h"
#include "base/digest.h"
#include "base/money.h"

struct bank_line_fields {
    uint64_t community, bank_account_seq;
    day booked_on;
    int32_t seconds; /* time of day, -1 unknown */
    money amount;    /* in > 0, out < 0 */
    bool has_balance;
    money balance;
    const char *serial;  /* "" where the layout has no trustworthy id */
    uint32_t occurrence; /* which of several equal lines of one file, from 1 */
};

/* The id of a line. No refusals. */
struct uuid bank_line_id(const struct digest *secret, const struct bank_line_fields *fields);

enum { BANK_LINE_KEY = 48 };
/* The idempotency key of the entry that books the line. No refusals. */
void bank_line_key(const struct uuid *id, char out[BANK_LINE_KEY]);
