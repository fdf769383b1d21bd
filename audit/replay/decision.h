/* decision.h  The replay of decisions: figures that can be, and the result that the law of their day makes of them. */
#pragma once

#include "audit/replay/books.h"

/* Without packs at hand or in the journal only figures and days are judged. Refusals: list.full, memory.exhausted. */
RESULT decision_recorded(struct books *books, const struct record_header *header,
                         const struct record_decision_recorded *body);
