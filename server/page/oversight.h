/* oversight.h  What owners look for first on the page of a community: what was decided, what was asked for and who
 * approved it, uses of stamps, orders to rectify, what is overdue, objections and their answers. */
#pragma once

#include "server/http/reply.h"

/* Fills the list "parts" of oversight.html; a part without rows is left out. Refusals: those of the lists that it
 * reads, memory.exhausted. */
RESULT oversight_put(struct ctx *ctx, const struct http_request *request, uint64_t community,
                     struct template_scope *scope);
