/* cli.h  What every verb of the command line shares: the parsed flags, a session on the books, and how refusals are
 * printed.
 *
 * A verb is `int verb_<name>(struct cli *cli)`: it returns the exit status (error_exit_status). It prints its answer on
 * standard output, in Chinese or English (--lang), or as one JSON object with --json; refusals go to standard error
 * through cli_fail. */
#pragma once

#include "base/ctx.h"
#include "base/json_write.h"
#include "db/db.h"

struct cluster; /* db/cluster.h */

enum { CLI_ARGS_MAX = 16 };

struct cli {
    const char *verb, *args[CLI_ARGS_MAX]; /* the verb and its positional arguments */
    size_t arg_count;
    enum language language;
    bool json, dry_run, opening, next_file, through, early, hold, require_reconciliation;
    const char *data, *database; /* data folder of the private cluster, or the DSN of an outside server */
    uint64_t community;          /* 0: not given */
    const char *period, *format, *out, *rules, *bank_account, *key;
    const char *name, *custodian, *bank, *number, *fund, *summary, *date, *rate, *kind, *by;
    const char *as, *role, *reason, *issuer, *amount, *visibility, *payee, *rests_on;
    const char *as_of, *known_at, *behind, *account, *balance, *document;
    const char *county, *until, *replaces, *place, *contract, *digest, *project, *warranty, *withdrawal, *signature;
    struct bytes key_octets;       /* a public key, as its file has it */
    struct bytes signature_octets; /* content of --signature, after cli_signing_session */
    FILE *out_file;                /* of --out, the same; NULL: not given */
    int64_t if_version;            /* 0: not given */
    int port;                      /* 0: not given */

    struct arena *arena; /* of the session */
    struct random random;
    struct cluster *cluster;
    struct ctx ctx; /* ready after cli_open */
};

/* Memory and clock without books, for what needs no database. Refusals: memory.exhausted. */
RESULT cli_begin(struct cli *cli);

/* Opens the books: starts or joins the private cluster (or uses --database), migrates when `migrate`, connects as
 * `role`
 * ("mz_app", "mz_verify"), sets the clock. Run as root on a private cluster, the process becomes the user who owns the
 * folder: open files that were named on the command line before calling this. Refusals: cluster.*, database.*,
 * migration.*. */
RESULT cli_open(struct cli *cli, const char *role, bool migrate);

/* Closes the session; stops the private cluster when nobody else uses it. */
void cli_close(struct cli *cli);

/* The end of every verb: prints the refusal, closes the session, returns the exit status. */
int cli_finish(struct cli *cli, result done);

/* A whole verb: runs `run` in a session of the service. */
int cli_in_session(struct cli *cli, result run(struct cli *cli));

/* Prints the refusal (text, hint, code; problem object with --json) on standard error and returns its exit status. */
int cli_fail(const struct cli *cli, result failed);

/* A wrong use of the command line: usage.invalid with this reason. */
__attribute__((format(printf, 2, 3))) int cli_usage(struct cli *cli, const char *format, ...);

/* Chinese or English, as --lang says. */
const char *cli_text(const struct cli *cli, const char *zh, const char *en);

/* The date of --date, today without it. Refusals: those of date_parse (detail value). */
RESULT cli_date(struct cli *cli, day *ret_date);

/* The fund of --fund, public income without it. Refusals: those of fund_parse (detail fund). */
RESULT cli_fund(struct cli *cli, uint16_t *ret_fund);

/* An amount in yuan among the arguments. Refusals: those of money_parse (detail value). */
RESULT cli_amount(struct cli *cli, const char *text, money *ret_amount);

/* What follows the record of a posted entry: empty, or that the request had been posted before. */
const char *cli_replayed(const struct cli *cli, bool replayed);

/* A date or number that may be absent: null. */
void cli_put_date(struct buffer *out, const char *key, struct maybe date);
void cli_put_number(struct buffer *out, const char *key, struct maybe number);

/* Prints finished JSON and a line end on standard output. Refusals: those of buffer_done. */
RESULT cli_print_json(struct buffer *out);

/* Reads a whole file (at most `max` bytes) into cli->arena. Refusals: file.unreadable, file.too_large. */
RESULT cli_read_file(struct cli *cli, const char *path, size_t max, struct bytes *ret_file);

/* A file to write: standard output when path is NULL. Opened before cli_open, so with the caller's own rights.
 * Refusals: file.unwritable. */
RESULT cli_create(struct cli *cli, const char *path, FILE **ret_file);

/* Writes everything and closes, standard output aside. Refusals: file.unwritable. */
RESULT cli_write(struct cli *cli, const char *path, FILE *file, struct bytes content);

/* A folder to write into, made when missing; as root it is handed to the user who will own the cluster. *ret_fd is for
 * openat. Refusals: file.unwritable. */
RESULT cli_create_folder(struct cli *cli, const char *path, int *ret_fd);

/* The verbs, one file each or grouped by noun. */
int verb_init(struct cli *cli);          /* init.c */
int verb_psql(struct cli *cli);          /* init.c */
int verb_demo(struct cli *cli);          /* demo.c */
int verb_serve(struct cli *cli);         /* serve.c */
int verb_community(struct cli *cli);     /* community.c: open, list */
int verb_bank_account(struct cli *cli);  /* community.c: open, list */
int verb_fund(struct cli *cli);          /* community.c: open, list */
int verb_account(struct cli *cli);       /* account.c: list, open, rename, close */
int verb_entry(struct cli *cli);         /* entry.c: post, reverse, list */
int verb_unit(struct cli *cli);          /* unit.c: import, list, show, transfer */
int verb_deposit(struct cli *cli);       /* unit.c: add, refund, short */
int verb_apportionment(struct cli *cli); /* share.c: preview, post */
int verb_interest(struct cli *cli);      /* share.c: preview, distribute */
int verb_period(struct cli *cli);        /* period.c: close, show */
int verb_bank(struct cli *cli);          /* bank.c: assert, list, items, match, unmatch */
int verb_draft(struct cli *cli);         /* draft.c: create, the moves of draft.def, show, list */
int verb_person(struct cli *cli);        /* person.c: add, list */
int verb_organization(struct cli *cli);  /* role.c: add, list */
int verb_role(struct cli *cli);          /* role.c: grant, end, list */
int verb_import(struct cli *cli);        /* import.c */
int verb_document(struct cli *cli);      /* document.c: add, list, show, publish, withhold */
int verb_report(struct cli *cli);        /* report.c: disclosure, three-year, the kinds of reports/statement.h */
int verb_verify(struct cli *cli);        /* check.c */
int verb_check(struct cli *cli);         /* check.c */
int verb_export(struct cli *cli);        /* export.c: journal, hledger */
int verb_reservation(struct cli *cli);   /* reservation.c: make, list, release, expire, available, limit */
int verb_budget(struct cli *cli);        /* budget.c: propose, adopt, change, close, show */
int verb_party(struct cli *cli);         /* contract.c: add, list */
int verb_asset(struct cli *cli);         /* contract.c: add, list */
int verb_warranty(struct cli *cli);      /* warranty.c: add, list, show, claim, the moves, pay */
int verb_contract(struct cli *cli);      /* contract.c: add, list, end, due, recognise, expected */
int verb_placement(struct cli *cli);     /* placement.c: open, list, show, schedule, receive, withdraw, renew */
int verb_order(struct cli *cli);         /* order.c: issue, follow, show, list */
int verb_objection(struct cli *cli);     /* objection.c: add, answer, list */
int verb_decision(struct cli *cli);      /* vote/decision.c: record, list, show */
int verb_withdrawal(struct cli *cli);    /* withdrawal.c: check, submit, the moves of withdrawal.def, list, show, pay */
int verb_project(struct cli *cli);       /* matter/project.c: open, the moves of project.def, list, show */
int verb_approval(struct cli *cli);      /* withdrawal.c: withdraw */
int verb_actor_key(struct cli *cli);     /* people/actor_key.c: challenge, register, revoke, list */
int verb_rules(struct cli *cli);         /* rules.c: list, explain, check */
int verb_duty(struct cli *cli);          /* duty/duty.c: list, overdue, calendar */
int verb_disclosure(struct cli *cli);    /* duty/disclosure.c: publish, list */
int verb_term(struct cli *cli);          /* duty/disclosure.c: open, list */
int verb_small_account(struct cli *cli); /* duty/small_account.c: file, list, compare */
int verb_stamp(struct cli *cli);         /* handover/stamp.c: add, the moves of stamp.def, use, cancel, list, uses */
int verb_handover(struct cli *cli);      /* handover/handover.c: open, the moves of handover.def, list, show */
int verb_holiday(struct cli *cli);       /* duty/small_account.c: load, list */
