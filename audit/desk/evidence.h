/* evidence.h  What stands behind records: claims of their keys, openings of their commitments, archived files.
 *
 * claims, openings, documents: each is checked after compare_entries. Refusals of all: those of db_copy_open, db_list,
 * list.full. */
#pragma once

#include "audit/desk/desk.h"

/* Claims must tile the journal: each names its first record, and the next begins behind its last. */
RESULT evidence_claims(struct desk *desk);

/* Every commitment in a record has its opening, every opening opens its commitment and is wanted by a record. */
RESULT evidence_openings(struct desk *desk);

/* Every document has its file: SHA-256, length, and the digest that the record commits to. */
RESULT evidence_documents(struct desk *desk);
