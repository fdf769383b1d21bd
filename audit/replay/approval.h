/* approval.h  The replay of applications to pay out of a fund, and of the approvals of them. */
#pragma once

#include "audit/replay/books.h"

/* Refusals of all: list.full, memory.exhausted. */
RESULT approval_submitted(struct books *books, const struct record_header *header,
                          const struct record_application_submitted *body);
/* One person acts once on an application, in a role of the step, in force that day, on the intent that follows from the
 * records, while the application is open and valid. */
RESULT approval_given(struct books *books, const struct record_header *header,
                      const struct record_approval_given *body);
RESULT approval_withdrawn(struct books *books, const struct record_header *header,
                          const struct record_approval_withdrawn *body);
/* An approved one has been reviewed and approved by two people other than the applicant. */
RESULT approval_closed(struct books *books, const struct record_header *header,
                       const struct record_application_closed *body);
