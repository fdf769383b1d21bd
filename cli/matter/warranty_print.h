/* warranty_print.h  A warranty deposit or claim for people and as JSON: what is done, what can be done, by whom, what
 * is missing. */
#pragma once

#include "cli/cli.h"
#include "ledger/people/party.h"
#include "ledger/warranty/warranty_step.h"

struct warranty_shown { /* the deposits of a community with what their page needs */
    struct warranty *list;
    struct warranty_claim *claims;
    struct party *parties;
    size_t count, claim_count, party_count;
    struct warranty_judged law; /* rules of today */
};

/* Refusals: those of warranty_list, rule_activation_set. */
RESULT cli_warranty_load(struct cli *cli, struct warranty_shown *ret_shown);

/* As one object. Refusals: date.invalid, memory.exhausted. */
RESULT cli_put_warranty(struct cli *cli, struct buffer *out, const struct warranty_shown *shown,
                        const struct warranty *warranty);
void cli_put_warranty_claim(struct buffer *out, const char *key, const struct warranty_claim *claim);

/* As a line and as a page. */
RESULT cli_print_warranty_line(struct cli *cli, const struct warranty_shown *shown, const struct warranty *warranty);
RESULT cli_print_warranty(struct cli *cli, const struct warranty_shown *shown, const struct warranty_found *found);
