/* json_write.h  Writes JSON text into a buffer: members in the order of the calls, strings escaped, no white space.
 * The caller closes what it opens. Commas are placed by looking at the last byte written. */
#pragma once

#include "base/buffer.h"
#include "base/date.h"
#include "base/money.h"

/* Begin and end of an object or array. key: name of the member, NULL inside an array or at the top. */
void json_open_object(struct buffer *out, const char *key);
void json_close_object(struct buffer *out);
void json_open_array(struct buffer *out, const char *key);
void json_close_array(struct buffer *out);

/* One member, or one item when the key is NULL. */
void json_put_text(struct buffer *out, const char *key, struct bytes value);
void json_put_string(struct buffer *out, const char *key, const char *value); /* NULL writes null */
void json_put_number(struct buffer *out, const char *key, int64_t value);
void json_put_unsigned(struct buffer *out, const char *key, uint64_t value);
void json_put_bool(struct buffer *out, const char *key, bool value);
void json_put_null(struct buffer *out, const char *key);
void json_put_money(struct buffer *out, const char *key, money value); /* "1234.50" */
void json_put_date(struct buffer *out, const char *key, day value);    /* "2026-03-31" */
void json_put_hex(struct buffer *out, const char *key, struct bytes value);
