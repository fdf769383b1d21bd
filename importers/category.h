/* category.h  Category rules: which account and stream a bank line belongs to. Ordered, first match wins, no code in a
 * rule.
 *
 *     {"rules":[{"name":"车位月租","fund":"PI","direction":"in","any":["summary","purpose"],"contains":["车位","月租"],
 *                "then":{"account":"4001","stream":1}}]}
 *
 * A rule matches when one of the words of `contains`, and each of the words of `all`, stands in one of the named
 * fields; one of the two lists may be left out. What no rule covers goes to the suspense accounts 224103 待核款项 and
 * 122109 待核支出, where it must be explained; the maintenance fund has none. A rule may name a suspense account
 * itself, for texts that look like income and are not. */
#pragma once

#include "base/ctx.h"
#include "importers/parse/statement.h"

enum { CATEGORY_RULES_MAX = 2000, CATEGORY_WORDS_MAX = 64 };

struct category_rules;

struct category_decision {
    const char *account; /* code of a leaf; NULL where nothing covers the line */
    int stream;          /* 1 … 17, 0 none */
    bool suspense;       /* to be explained by a person */
    const char *rule;    /* name of the rule that decided */
};

/* Reads rules from JSON; `name` is the file in refusals. What is returned lives in ctx->arena.
 * Refusals in order: json.malformed, field.*, import.rule (details file, line = number of the rule, reason). */
RESULT category_load(struct ctx *ctx, const char *name, struct bytes json, const struct category_rules **ret_rules);

/* The first rule of this fund and direction that matches, else the suspense account, else account NULL. */
void category_match(const struct category_rules *rules, int fund, const struct statement_line *line,
                    struct category_decision *ret_decision);

/* The suspense account for a line, whatever the rules say. */
void category_suspense(const struct statement_line *line, struct category_decision *ret_decision);
