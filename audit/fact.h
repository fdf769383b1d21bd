/* fact.h  Records that are single facts: one record, one call of the query that carries it to its table.
 *
 * The parameters of the query are $1 community, $2 seq, then the fields of the body in the order of base/record.def: a
 * scalar is one parameter (null when an optional one is absent), a list is one array parameter a field of its shape,
 * empty when the list is. Fields that no table keeps are left out: `judged`, lists of `ref`, heads and signatures of
 * other records. The last parameter of reservation_made is the list of the records it rests on. */
#pragma once

#include "audit/journal.h"

/* True when records of this kind are carried by fact_write. */
bool fact_known(uint16_t kind);

/* Writes the rows of one record. Refusals: what the database raises, memory.exhausted. */
RESULT fact_write(struct ctx *ctx, const struct record_header *header, const void *body);
