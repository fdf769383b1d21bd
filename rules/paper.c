#include "rules/paper.h"

#include "base/bytes.h"

static const struct word papers[] = {
#define PAPER(name, code, zh, en) {(code), #name, {zh, en}},
#include "rules/paper.def"
#undef PAPER
};

const char *paper_name(int paper)
{
    return word_of(papers, LENGTH(papers), paper)->name;
}

const char *paper_text(int paper, enum language language)
{
    return word_of(papers, LENGTH(papers), paper)->text[language];
}

bool paper_parse(const char *name, uint16_t *ret_paper)
{
    return word_parse(papers, LENGTH(papers), name, ret_paper);
}
