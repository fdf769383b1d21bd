/* handover_json.h  The texts of a hand-over: the checklist with which it is opened, and what each move says. */
#pragma once

#include "ledger/handover/handover.h"

struct handover_words {        /* of a move */
    const char *verb, *reason; /* reason NULL: none */
    bool gives;                /* sign: the giver signs, else the receiver */
    const size_t *items;       /* of sign and miss, from 1 on */
    size_t count;
    day on;
};

/* Refusals: list.full (more than one text holds), memory.exhausted. */
RESULT handover_json_opening(struct ctx *ctx, const struct handover *handover, struct bytes *ret_text);
RESULT handover_json_move(struct ctx *ctx, const struct handover_words *words, struct bytes *ret_text);

/* Reads the opening into a hand-over whose head is filled; then each of its moves in order. Refusals: those of
 * json_parse, record.malformed. */
RESULT handover_json_load(struct ctx *ctx, struct handover *handover);
RESULT handover_json_take(struct ctx *ctx, struct bytes text, struct handover *handover);
