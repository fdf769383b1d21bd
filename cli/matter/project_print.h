/* project_print.h  A project for people and as JSON: what is done, what comes next, by whom, what is missing. */
#pragma once

#include "cli/cli.h"
#include "ledger/project/project_pay.h"
#include "ledger/project/project_step.h"

struct project_shown { /* a project with what its page needs */
    struct project project;
    const char *next;       /* verb of its path that comes next; NULL: none */
    uint32_t missing;       /* papers of that step that are not there, each of them */
    uint32_t missing_any;   /* one of these is not there either */
    const char *any_clause; /* who asks for it; "": our choice */
    struct maybe reserve;   /* fen: emergency reserve of the place */
    money emergencies;      /* other emergencies, of which the reserve pays */
    const struct project_payment *payments;
    size_t payment_count;
};

/* What comes next for a project, and what was paid for it. Refusals: those of project_judge_stage. */
RESULT cli_project_load(struct cli *cli, const struct project *project, struct project_shown *ret_shown);

/* As one object, and as a page. Refusals: memory.exhausted. */
void cli_put_project(struct buffer *out, const struct project_shown *shown);
RESULT cli_print_project(struct cli *cli, const struct project_shown *shown);

/* One line of a list. */
void cli_print_project_head(const struct cli *cli);
void cli_print_project_line(const struct cli *cli, const struct project *project);
