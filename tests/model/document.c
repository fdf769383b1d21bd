#include "ledger/matter/document.h"

#include "tests/model/operation.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

static const char issuer[] = "91330681MA2BC3D45X";

static struct bytes file_of(struct life *life, unsigned number)
{
    const char *text;
    harness_expect(life->ctx, arena_print(life->ctx->arena, &text, "<paper>%u</paper>", number), ERROR_none);
    return BYTES(text, strlen(text));
}

static const char *number_of(struct life *life, unsigned voucher)
{
    const char *text;
    harness_expect(life->ctx, arena_print(life->ctx->arena, &text, "25337-%u", voucher), ERROR_none);
    return text;
}

/* A paper of the town as it was said to be when it came. */
static struct document_archive_in said_of(struct life *life, const struct model_document *document)
{
    struct document_archive_in in = {.community = life->town->code,
                                     .name = "扫描件.xml",
                                     .file = file_of(life, document->file),
                                     .type = document->type,
                                     .visibility = document->visibility,
                                     .amount = {document->amount > 0, document->amount}};
    if (document->voucher != 0) {
        in.issuer = issuer;
        in.number = number_of(life, document->voucher);
    }
    return in;
}

/* What is refused before the town is looked at. */
static enum error spoil(struct life *life, struct document_archive_in *in)
{
    if (!life_once_in(life, 5))
        return ERROR_none;
    switch (life_any(life, 6)) {
    case 0:
        in->type = DOCUMENT_OTHER + 1;
        return ERROR_document_kind;
    case 1:
        in->visibility = VISIBILITY_REDACTED + 1;
        return ERROR_document_visibility;
    case 2:
        in->file = BYTES("MZ", 2);
        return ERROR_document_executable;
    case 3:
        in->issuer = NULL;
        in->number = "25337-1";
        return ERROR_document_identity;
    case 4:
        in->amount = (struct maybe){true, 0};
        return ERROR_document_amount;
    default:
        in->issued_on = (struct maybe){true, life_today(life) + 1};
        return ERROR_document_future;
    }
}

static result archive(struct life *life, const struct document_archive_in *in, struct document *ret_document,
                      bool *ret_existing)
{
    enum file_type type;
    return document_archive(life->ctx, in, ret_document, ret_existing, &type);
}

/* The same bytes again: the document that is there, unless something else is said of it. */
static void bring_again(struct life *life)
{
    const size_t place = life_any(life, life->model->document_count);
    struct document_archive_in in = said_of(life, &life->model->documents[place]);
    struct document found;
    bool existing;
    const bool differs = life_once_in(life, 2);
    if (differs)
        in.amount = (struct maybe){true, life->model->documents[place].amount + 1};
    life_expect(life, differs ? ERROR_document_differs : ERROR_none);
    if (!life_agreed(life, archive(life, &in, &found, &existing)))
        return;
    assert_true(existing);
    assert_int_equal(found.seq, life->model->documents[place].seq);
}

static struct model_document draw(struct life *life)
{
    return (struct model_document){
        .seq = life->model->size,
        .file = life->step,
        .type = (uint16_t)(DOCUMENT_INVOICE + life_any(life, DOCUMENT_OTHER - DOCUMENT_STATEMENT)),
        .visibility = (uint16_t)(VISIBILITY_WITHHELD + life_any(life, VISIBILITY_REDACTED)),
        .amount = life_once_in(life, 2) ? life_amount(life, 300000) : 0,
        .voucher = life_once_in(life, 3) ? 1 + (unsigned)life_any(life, 400) : 0};
}

static bool is_booked_twice(const struct model *model, const struct model_document *document)
{
    for (size_t d = 0; d < model->document_count; d++)
        if (document->voucher != 0 && model->documents[d].voucher == document->voucher &&
            model->documents[d].type == document->type)
            return true;
    return false;
}

void document_bring(struct life *life)
{
    struct model *model = life->model;
    const struct model_document document = draw(life);
    struct document_archive_in in = said_of(life, &document);
    struct document stored;
    bool existing;
    if (model->document_count > 0 && life_once_in(life, 5)) {
        bring_again(life);
        return;
    }
    if (model->document_count == MODEL_DOCUMENTS)
        return;
    const enum error fault = spoil(life, &in);
    life_expect(life, fault != ERROR_none                 ? fault
                      : is_booked_twice(model, &document) ? ERROR_document_booked_twice
                                                          : ERROR_none);
    if (!life_agreed(life, archive(life, &in, &stored, &existing)))
        return;
    assert_false(existing);
    assert_int_equal(stored.seq, document.seq);
    assert_int_equal(stored.visibility, document.visibility);
    life->town->documents[model->document_count] = stored.document;
    model->documents[model->document_count++] = document;
    model->size += document.visibility == VISIBILITY_WITHHELD ? 2 : 3; /* file, matter, its move */
}

void document_show(struct life *life)
{
    char id[UUID_TEXT];
    struct document stored;
    if (life->model->document_count == 0)
        return;
    const size_t place = life_any(life, life->model->document_count);
    struct model_document *document = &life->model->documents[place];
    struct uuid name = life->town->documents[place];
    struct document_move_in in = {.community = life->town->code,
                                  .document = id,
                                  .visibility = (uint16_t)(VISIBILITY_WITHHELD + life_any(life, VISIBILITY_REDACTED)),
                                  .reason = life_once_in(life, 2) ? "公示" : NULL};
    enum error verdict = ERROR_none;
    if (life_once_in(life, 8)) {
        in.visibility = 0;
        verdict = ERROR_document_visibility;
    } else if (life_once_in(life, 8)) {
        name.b[15] ^= 1;
        verdict = ERROR_document_unknown;
    }
    uuid_format(&name, id);
    life_expect(life, verdict);
    if (!life_agreed(life, document_move(life->ctx, &in, &stored)))
        return;
    assert_int_equal(stored.visibility, in.visibility);
    life->model->size += document->visibility != in.visibility;
    document->visibility = in.visibility;
}
