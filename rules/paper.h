/* paper.h  The papers of procedures: words, and bits of a mask. Pure. */
#pragma once

#include "rules/word.h"

enum paper {
#define PAPER(name, code, zh, en) PAPER_##name = (code),
#include "rules/paper.def"
#undef PAPER
    PAPERS
};
#define PAPER_BIT(name) (UINT32_C(1) << PAPER_##name)

/* "contract", "维修合同"; "?": no such code. The parser takes the name; false: unknown. */
const char *paper_name(int paper);
const char *paper_text(int paper, enum language language);
bool paper_parse(const char *name, uint16_t *ret_paper);
