/* demo_city.h  The demonstration city: six invented communities whose banks hand out statements month by month.
 *
 * Nothing is stored: a seed decides everything from January 2023 on, so the same seed gives the same bytes on every
 * machine, and one more month can be had at any time. Every estate, company, person and number is invented.
 *
 * demo: both files of the city, demo_city.c (who, what and how much) and demo_text.c (the files of the banks). */
#pragma once

#include "base/ctx.h"
#include "base/money.h"
#include "base/words.h"

enum { DEMO_CITY_SIZE = 6, DEMO_FIRST_MONTH = 2023 * 12, DEMO_LINES_MAX = 96 };

enum demo_layout { DEMO_CCB_C = 1, DEMO_ICBC_B = 2 };
enum demo_charset { DEMO_UTF8 = 1, DEMO_UTF8_BOM = 2, DEMO_GB18030 = 3 };

struct demo_account {
    enum fund fund;     /* FUND_PI or FUND_MF */
    const char *bank;   /* "中国建设银行" */
    const char *number; /* 19 digits */
    const char *name;   /* as the bank prints it */
    const char *branch;
    enum demo_layout layout;
    enum demo_charset charset;
    bool newest_first; /* the order of the rows */
};

struct demo_community {
    uint64_t code; /* 330681000001 … 330681000006 */
    const char *name, *custodian;
    int32_t county;
    struct demo_account accounts[2]; /* public income, then maintenance fund */
    uint64_t seed;
};

struct demo_line { /* one movement of one account */
    day on;
    int32_t seconds;
    int flow;       /* which stream or use it belongs to, private to demo_city.c */
    money amount;   /* in > 0, out < 0 */
    money balance;  /* after it */
    uint32_t count; /* of the account's lines since it was opened */
    const char *summary, *party_name, *party_bank;
    char party_account[20], purpose[100];
};

struct demo_page { /* one account, one month, oldest first */
    int32_t month;
    money opening, closing;
    int64_t day_balances; /* fen × days since the last interest day */
    day accrued_to;
    uint32_t total, count; /* lines since the account was opened; lines of this month */
    struct demo_line lines[DEMO_LINES_MAX];
};

/* The communities in order of their codes. All pointers are static. */
void demo_city(uint64_t seed, struct demo_community ret_city[DEMO_CITY_SIZE]);

/* The last month of which a statement exists on `today`: the one before. */
int32_t demo_last_month(day today);

/* What the bank hands out for one account of `c` and one month (base/date.h), as the bytes of its export; data is NULL
 * where nothing moved, which happens to maintenance-fund accounts and before 2023 only. The opening balance is the
 * closing balance of the month before, 0.00 in January 2023. Each call takes about 100 KiB of ctx->arena, where the
 * file lives. Refusals: memory.exhausted. */
RESULT demo_statement(struct ctx *ctx, const struct demo_community *c, const struct demo_account *a, int32_t month,
                      struct bytes *ret_file);

/* The same for the month of `until`, with nothing after that day: what the bank would hand out today. */
RESULT demo_statement_until(struct ctx *ctx, const struct demo_community *c, const struct demo_account *a, day until,
                            struct bytes *ret_file);

/* A page as the bank's file, in the layout, order and encoding of the account. Refusals: memory.exhausted. */
RESULT demo_text_file(struct ctx *ctx, const struct demo_community *c, const struct demo_account *a,
                      const struct demo_page *page, struct bytes *ret_file);
