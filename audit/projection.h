/* projection.h  The writer's fold: records into rows of the projection tables, collected as arrays and written a set
 * per table.
 *
 * audit/replay folds the same records a second time, independently; verification compares the two. */
#pragma once

#include "audit/journal.h"

struct projection;

/* Refusals: memory.exhausted. */
RESULT projection_new(struct arena *arena, struct projection **ret_projection);

/* Adds the rows of one record. Single facts (a community, a document; fact.h) are written at once. */
RESULT projection_add(struct ctx *ctx, struct projection *projection, const struct record_header *header,
                      const void *body);

/* Adds the share of a unit in a line of an entry. */
void projection_add_unit(struct projection *projection, const struct record_header *header,
                         const struct record_entry *entry, const struct change_unit *unit);

/* How many of them were collected. */
size_t projection_units(const struct projection *projection);

/* Writes what was collected. */
RESULT projection_flush(struct ctx *ctx, struct projection *projection);
