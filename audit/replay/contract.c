#include "audit/replay/contract.h"

#include "audit/replay/matter.h"
#include "base/digest.h"
#include "base/words.h"

#include <stdio.h>

static void object_id(struct books *books, enum finding_reason reason, const struct record_header *header,
                      const char *what, const struct uuid *id)
{
    char hex[33], key[64];
    hex_encode(BYTES(id->b, sizeof id->b), hex);
    (void)snprintf(key, sizeof key, "%s=%s", what, hex);
    books_object(books, reason, header->seq, key);
}

RESULT contract_party(struct books *books, const struct record_header *header,
                      const struct record_party_registered *body)
{
    const struct row_party row = {.party = books_octets(body->party.b, sizeof body->party.b),
                                  .name = books_octets(body->name.b, sizeof body->name.b),
                                  .bank_account = books_octets(body->bank_account.b, sizeof body->bank_account.b),
                                  .seq = books_number((int64_t)header->seq)};
    if (books_find(books, ROW_party, &row))
        object_id(books, FOUND_opened_twice, header, "party", &body->party);
    TRY(books_promise(books, header->seq, &body->name, COMMIT_PAYEE_NAME));
    TRY(books_promise(books, header->seq, &body->bank_account, COMMIT_PAYEE_ACCOUNT));
    return books_put(books, ROW_party, &row);
}

static void judge_contract(struct books *books, const struct record_header *header,
                           const struct record_contract_recorded *body)
{
    const struct row_party party = {.party = books_octets(body->party.b, sizeof body->party.b)};
    const struct row_contract contract = {.contract = books_octets(body->contract.b, sizeof body->contract.b)};
    const struct record_ref document = {.role = REF_DOCUMENT, .seq = body->document_seq};
    char text[24];
    if (books_find(books, ROW_contract, &contract))
        object_id(books, FOUND_opened_twice, header, "contract", &body->contract);
    if (!books_find(books, ROW_party, &party))
        object_id(books, FOUND_target_unknown, header, "party", &body->party);
    if (body->stream > STREAM_MAX) {
        (void)snprintf(text, sizeof text, "%u", body->stream);
        books_object_value(books, FOUND_dimension_unknown, header->seq, "stream", (const char *const[2]){NULL, text});
    }
    matter_ref(books, header->seq, &document);
    for (uint32_t i = 0; i < body->refs_count; i++)
        matter_ref(books, header->seq, &body->refs[i]);
}

RESULT contract_recorded(struct books *books, const struct record_header *header,
                         const struct record_contract_recorded *body)
{
    const struct row_number seq = books_number((int64_t)header->seq);
    const struct row_contract row = {.contract = books_octets(body->contract.b, sizeof body->contract.b),
                                     .party = books_octets(body->party.b, sizeof body->party.b),
                                     .stream = books_number(body->stream),
                                     .from_date = books_number(body->from),
                                     .to_date = books_number(body->to),
                                     .document_seq = books_number((int64_t)body->document_seq),
                                     .opened_seq = seq,
                                     .seq = seq};
    judge_contract(books, header, body);
    for (uint32_t i = 0; i < body->dues_count; i++) {
        const struct row_contract_due due = {.contract = row.contract,
                                             .due_date = books_number(body->dues[i].due),
                                             .amount_fen = books_number(body->dues[i].amount.fen),
                                             .seq = seq};
        TRY(books_put(books, ROW_contract_due, &due));
    }
    return books_put(books, ROW_contract, &row);
}

static struct row_contract *find_contract(struct books *books, uint64_t seq)
{
    for (size_t i = 0; i < books->facts[ROW_contract].count; i++) {
        struct row_contract *row = &FACTS(books, contract)[i];
        if ((uint64_t)row->opened_seq.value == seq)
            return row;
    }
    return NULL;
}

RESULT contract_ended(struct books *books, const struct record_header *header, const struct record_contract_ended *body)
{
    struct row_contract *contract = find_contract(books, body->contract_seq);
    char key[40];
    (void)snprintf(key, sizeof key, "contract=%llu", (unsigned long long)body->contract_seq);
    const bool twice = contract && contract->ended_on.present && (uint64_t)contract->seq.value != header->seq;
    if (!contract || twice) { /* a stored row that stands in for a lost record has its end already */
        books_object(books, twice ? FOUND_opened_twice : FOUND_target_unknown, header->seq, key);
        return OK;
    }
    contract->ended_on = books_number(body->on);
    contract->end_reason = books_number(body->reason);
    contract->seq = books_number((int64_t)header->seq);
    return OK;
}

bool contract_dimension(const struct books *books, const struct record_dimension *dimension)
{
    const uint16_t wanted =
        dimension->dimension == DIMENSION_CONTRACT ? RECORD_contract_recorded : RECORD_party_registered;
    const uint16_t kind = books_kind(books, dimension->value);
    return kind == wanted || (kind == 0 && books->lost && dimension->value < books->size);
}
