/* projection.h  The writer's fold: records into rows of the projection tables, collected as arrays and written a set
 * per table.
 *
 * audit/replay folds the same records a second time, independently; verification compares the two. */
#pragma once

#include "audit/journal.h"

struct projection;

/* Refusals: memory.exhausted. */
RESULT projection_new(struct arena *arena, struct projection **ret_projection);

/* Adds the rows of one record. Kinds that are single facts (a community, a document) are written at once. */
RESULT projection_add(struct ctx *ctx, struct projection *projection, const struct record_header *header,
                      const void *body);

/* Writes what was collected. */
RESULT projection_flush(struct ctx *ctx, struct projection *projection);
