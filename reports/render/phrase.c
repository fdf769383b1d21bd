#include "reports/render/phrase.h"

#include "base/buffer.h"

#include <assert.h>
#include <string.h>

static const struct {
    const char *key, *text[2];
} table[] = {
#define PHRASE(key, zh, en) {"t_" #key, {zh, en}},
#include "reports/render/phrase.def"
#undef PHRASE
};

enum { FILLED_MAX = 4096 };

const char *phrase(enum phrase key, enum language language)
{
    assert(key < PHRASE_COUNT);
    return table[key].text[language];
}

const char *phrase_key(enum phrase key)
{
    assert(key < PHRASE_COUNT);
    return table[key].key;
}

RESULT phrase_fill(struct arena *arena, const char *text, const char *one, const char *two, const char **ret_text)
{
    struct buffer out;
    buffer_init(&out, arena, FILLED_MAX);
    while (*text) {
        if (strncmp(text, "{1}", 3) == 0 || strncmp(text, "{2}", 3) == 0) {
            const char *value = text[1] == '1' ? one : two;
            buffer_text(&out, value ? value : "");
            text += 3;
        } else {
            buffer_char(&out, *text++);
        }
    }
    struct bytes done;
    TRY(buffer_done(&out, &done));
    *ret_text = (const char *)done.data;
    return OK;
}
