#include "base/json_write.h"

#include <stdio.h>
#include <string.h>

static void quoted(struct buffer *out, struct bytes value)
{
    buffer_char(out, '"');
    size_t start = 0;
    for (size_t i = 0; i < value.size; i++) {
        const uint8_t c = value.data[i];
        if (c >= 0x20 && c != '"' && c != '\\')
            continue;
        buffer_put(out, value.data + start, i - start);
        if (c == '"' || c == '\\')
            buffer_print(out, "\\%c", c);
        else
            buffer_print(out, "\\u%04x", c);
        start = i + 1;
    }
    buffer_put(out, value.data + start, value.size - start);
    buffer_char(out, '"');
}

/* A comma where one belongs, then the key. */
static void begin(struct buffer *out, const char *key)
{
    const uint8_t last = out->size > 0 ? out->data[out->size - 1] : '[';
    if (last != '{' && last != '[' && last != ':' && last != '\n')
        buffer_char(out, ',');
    if (key) {
        quoted(out, BYTES(key, strlen(key)));
        buffer_char(out, ':');
    }
}

void json_open_object(struct buffer *out, const char *key)
{
    begin(out, key);
    buffer_char(out, '{');
}

void json_close_object(struct buffer *out)
{
    buffer_char(out, '}');
}

void json_open_array(struct buffer *out, const char *key)
{
    begin(out, key);
    buffer_char(out, '[');
}

void json_close_array(struct buffer *out)
{
    buffer_char(out, ']');
}

void json_put_text(struct buffer *out, const char *key, struct bytes value)
{
    begin(out, key);
    quoted(out, value);
}

void json_put_string(struct buffer *out, const char *key, const char *value)
{
    if (value)
        json_put_text(out, key, BYTES(value, strlen(value)));
    else
        json_put_null(out, key);
}

void json_put_number(struct buffer *out, const char *key, int64_t value)
{
    begin(out, key);
    buffer_print(out, "%lld", (long long)value);
}

void json_put_unsigned(struct buffer *out, const char *key, uint64_t value)
{
    begin(out, key);
    buffer_print(out, "%llu", (unsigned long long)value);
}

void json_put_bool(struct buffer *out, const char *key, bool value)
{
    begin(out, key);
    buffer_text(out, value ? "true" : "false");
}

void json_put_null(struct buffer *out, const char *key)
{
    begin(out, key);
    buffer_text(out, "null");
}

void json_put_money(struct buffer *out, const char *key, money value)
{
    char text[MONEY_TEXT];
    money_format(value, text);
    json_put_string(out, key, text);
}

void json_put_hex(struct buffer *out, const char *key, struct bytes value)
{
    begin(out, key);
    buffer_char(out, '"');
    for (size_t i = 0; i < value.size; i++)
        buffer_print(out, "%02x", value.data[i]);
    buffer_char(out, '"');
}

void json_put_date(struct buffer *out, const char *key, day value)
{
    char text[DATE_TEXT];
    date_format(value, text);
    json_put_string(out, key, text);
}
