#include "rules/word.h"

#include <string.h>

const struct word *word_of(const struct word *list, size_t count, int code)
{
    static const struct word none = {0, "?", {"?", "?"}};
    for (size_t i = 0; i < count; i++)
        if (list[i].code == code)
            return &list[i];
    return &none;
}

bool word_parse(const struct word *list, size_t count, const char *name, uint16_t *ret_code)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(list[i].name, name) != 0)
            continue;
        *ret_code = (uint16_t)list[i].code;
        return true;
    }
    return false;
}
