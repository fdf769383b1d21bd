#include "audit/bank_line.h"

#include "base/canon.h"

#include <stdio.h>
#include <string.h>

struct uuid bank_line_id(const struct digest *secret, const struct bank_line_fields *fields)
{
    /* A fixed-width form, so that no arena is needed: the serial enters as its digest. */
    uint8_t bytes[16 + 8 * 5 + 1 + 32] = "mingzhang/bnk/v1";
    struct digest serial, mac;
    const uint64_t numbers[] = {fields->community, fields->bank_account_seq,
                                (uint64_t)(uint32_t)fields->booked_on << 32 | (uint32_t)fields->seconds,
                                (uint64_t)fields->amount.fen, fields->has_balance ? (uint64_t)fields->balance.fen : 0};
    for (size_t i = 0; i < LENGTH(numbers); i++)
        canon_store_u64(bytes + 16 + 8 * i, numbers[i]);
    bytes[56] = fields->has_balance;
    digest_sha256(BYTES(fields->serial, strlen(fields->serial)), &serial);
    memcpy(bytes + 57, serial.b, sizeof serial.b);
    uint8_t text[sizeof bytes + 8];
    memcpy(text, bytes, sizeof bytes);
    canon_store_u64(text + sizeof bytes, fields->occurrence);
    digest_hmac_sha256(BYTES(secret->b, sizeof secret->b), BYTES(text, sizeof text), &mac);
    struct uuid id;
    memcpy(id.b, mac.b, sizeof id.b);
    id.b[6] = (uint8_t)((id.b[6] & 0x0F) | 0x80);
    id.b[8] = (uint8_t)((id.b[8] & 0x3F) | 0x80);
    return id;
}

void bank_line_key(const struct uuid *id, char out[BANK_LINE_KEY])
{
    char hex[33];
    hex_encode(BYTES(id->b, sizeof id->b), hex);
    (void)snprintf(out, BANK_LINE_KEY, "bank-line-%s", hex);
}
