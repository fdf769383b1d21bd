/* text.h  The text rules of docs/journal.md §2.2, on tables pinned to Unicode 15.0. */
#pragma once

#include "base/arena.h"

/* Checks a text that is to be kept for ever: well-formed UTF-8, NFC, no code point unassigned in Unicode 15.0, no
 * control, format or private-use character of rule 3, no U+0020, U+00A0 or U+3000 at either end, 1 … max bytes, no more
 * than 1,024 code points that combine into one character. On refusal *ret_reason is a short static English phrase such
 * as "not NFC", "blank at the end", "control character". Refusals: text.refused. */
RESULT text_check(struct bytes text, size_t max, const char **ret_reason);

/* True when the bytes are well-formed UTF-8 (RFC 3629). *ret_bad: offset of the first bad byte, when false and not
 * NULL. */
bool text_is_utf8(struct bytes text, size_t *ret_bad);

/* NFC of well-formed UTF-8, in the arena and NUL-terminated. Nothing else is changed: no trimming, no case, no width.
 * Refusals: text.refused (not UTF-8, or more than 1,024 code points combine into one character), memory.exhausted. */
RESULT text_nfc(struct arena *arena, struct bytes text, struct bytes *ret_text);

/* The next code point at *offset of well-formed UTF-8, moving *offset behind it. */
uint32_t text_next(struct bytes text, size_t *offset);
