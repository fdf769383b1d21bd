/* sniff.h  What a file is by its content; its name decides nothing. */
#pragma once

#include "base/ctx.h"

/* Passes text of any kind. Details file is set by the caller, reason here.
 * Refusals in order: import.empty (nothing but blanks), import.unknown_layout (workbook, PDF, UTF-16, other binary
 * content). */
RESULT sniff_text(struct ctx *ctx, struct bytes file);

/* The separator that stands equally often in most of the first 50 lines: comma, TAB, | or ;. */
char sniff_separator(struct bytes text);
