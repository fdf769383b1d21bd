/* phrase.h  The fixed words of reports and public pages (phrase.def), in Chinese and English. */
#pragma once

#include "base/arena.h"
#include "base/error.h"

enum phrase {
#define PHRASE(key, zh, en) PHRASE_##key,
#include "reports/render/phrase.def"
#undef PHRASE
    PHRASE_COUNT
};

/* The text of a phrase. */
const char *phrase(enum phrase key, enum language language);

/* Its name as templates write it: {{t_total}} has the key "t_total". */
const char *phrase_key(enum phrase key);

/* A phrase with {1} and {2} replaced by the values (NULL leaves them empty), in the arena. Refusals: memory.exhausted.
 */
RESULT phrase_fill(struct arena *arena, const char *text, const char *one, const char *two, const char **ret_text);
