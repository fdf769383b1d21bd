/* heading.h  Headings and captions compared as people read them. */
#pragma once

#include "base/arena.h"

/* The comparison key of a heading: without blanks (U+3000 too), brackets and what they hold, and "/元"; full-width
 * signs and letters become half-width ones. "借方发生额/元（支取）" and "借方发生额" have one key, "账　　号" is
 * "账号". Refusals: memory.exhausted. */
RESULT heading_key(struct arena *arena, const char *text, const char **ret_key);
