/* page.h  The public pages of routes.def: each fills a reply with status 200, or refuses.
 *
 * All are called as page(ctx, request, reply) and read one snapshot of the database where they read at all. Refusals of
 * all: memory.exhausted, list.full, buffer.full, fault.internal, database.*. */
#pragma once

#include "server/http/reply.h"

/* Communities by name or code (?q=), and how to check a figure. */
RESULT page_home(struct ctx *ctx, const struct http_request *request, struct http_reply *reply);

/* Money, streams by quarter, links to every disclosure, head of the journal. Refusals also: http.not_found,
 * community.unknown. */
RESULT page_community(struct ctx *ctx, const struct http_request *request, struct http_reply *reply);

/* One quarter, and whole years (?period=2023..2025, by default the last three); ?format=pdf, csv, xlsx or json.
 * Refusals also: http.not_found, those of public_income.h. */
RESULT page_disclosure(struct ctx *ctx, const struct http_request *request, struct http_reply *reply);
RESULT page_three_year(struct ctx *ctx, const struct http_request *request, struct http_reply *reply);

/* What the community owes by when, and the same as a calendar feed. Refusals also: http.not_found, community.unknown.
 */
RESULT page_duties(struct ctx *ctx, const struct http_request *request, struct http_reply *reply);
RESULT page_duty_calendar(struct ctx *ctx, const struct http_request *request, struct http_reply *reply);

/* The stylesheet; and "ok" for whoever watches the process. */
RESULT page_style(struct ctx *ctx, const struct http_request *request, struct http_reply *reply);
RESULT page_livez(struct ctx *ctx, const struct http_request *request, struct http_reply *reply);

/* The community of the first path segment, 12 digits. Refusals: http.not_found. */
RESULT page_community_code(const struct http_request *request, uint64_t *ret_community);
