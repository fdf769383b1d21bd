/* contract.h  The replay of parties and contracts with their schedules. */
#pragma once

#include "audit/replay/books.h"

/* Refusals of all: list.full, memory.exhausted. */
RESULT contract_party(struct books *books, const struct record_header *header,
                      const struct record_party_registered *body);
RESULT contract_recorded(struct books *books, const struct record_header *header,
                         const struct record_contract_recorded *body);
RESULT contract_ended(struct books *books, const struct record_header *header,
                      const struct record_contract_ended *body);

/* True when a dimension of a line names an earlier record of the kind that it stands for, or one that is lost. */
bool contract_dimension(const struct books *books, const struct record_dimension *dimension);
