#include "reports/duty/duty_calendar.h"

#include "reports/duty/duty_text.h"

#include <string.h>

enum { LINE_OCTETS = 75, LINE_MAX = 4096 };

/* ---- lines ---- */

/* Octets of the character that begins here. */
static size_t character(const uint8_t *at)
{
    if (*at < 0x80)
        return 1;
    return *at >= 0xF0 ? 4 : *at >= 0xE0 ? 3 : 2;
}

/* One content line: folded where it is long, the blank of a continuation counted. */
static void put_line(struct buffer *out, const char *line)
{
    size_t used = 0;
    for (const uint8_t *at = (const uint8_t *)line; *at;) {
        const size_t size = character(at);
        if (used + size > LINE_OCTETS) {
            buffer_text(out, "\r\n ");
            used = 1;
        }
        buffer_put(out, at, size);
        used += size;
        at += size;
    }
    buffer_text(out, "\r\n");
}

/* A property whose value is TEXT: backslash, comma, semicolon and line ends are escaped. */
static RESULT put_text(struct ctx *ctx, struct buffer *out, const char *name, const char *value)
{
    struct buffer line;
    struct bytes done;
    buffer_init(&line, ctx->arena, LINE_MAX);
    buffer_print(&line, "%s:", name);
    for (; *value; value++) {
        if (*value == '\\' || *value == ',' || *value == ';')
            buffer_char(&line, '\\');
        if (*value == '\n')
            buffer_text(&line, "\\n");
        else
            buffer_char(&line, *value);
    }
    TRY(buffer_done(&line, &done));
    put_line(out, (const char *)done.data);
    return OK;
}

static void put_day(struct buffer *out, const char *name, day date)
{
    const struct civil civil = date_to_civil(date);
    char line[64];
    (void)snprintf(line, sizeof line, "%s;VALUE=DATE:%04d%02d%02d", name, civil.year, civil.month, civil.day);
    put_line(out, line);
}

static void put_stamp(struct buffer *out, day date)
{
    const struct civil civil = date_to_civil(date);
    char line[64];
    (void)snprintf(line, sizeof line, "DTSTAMP:%04d%02d%02dT000000Z", civil.year, civil.month, civil.day);
    put_line(out, line);
}

/* ---- events ---- */

static RESULT put_words(struct ctx *ctx, const struct duty_calendar_in *in, const struct duty *duty, struct buffer *out)
{
    const bool zh = in->language == LANGUAGE_ZH;
    const char *period, *state, *law, *text;
    TRY(duty_text_period(ctx, duty, in->language, &period));
    TRY(duty_text_state(ctx, duty, in->as_of, in->language, &state));
    TRY(duty_text_law(ctx, duty, in->language, &law));
    TRY(arena_print(ctx->arena, &text, "%s %s", duty_kind_name(duty->kind, in->language), period));
    TRY(put_text(ctx, out, "SUMMARY", text));
    TRY(arena_print(ctx->arena, &text, zh ? "%s\n由%s办理\n%s\n依据 %s" : "%s\nby the %s\n%s\nclause %s", in->name,
                    duty_who_name(duty->kind, in->language), state, law));
    TRY(put_text(ctx, out, "DESCRIPTION", text));
    return put_text(ctx, out, "CATEGORIES", duty_state_name(duty->state, in->language));
}

static RESULT put_event(struct ctx *ctx, const struct duty_calendar_in *in, const struct duty *duty, struct buffer *out)
{
    const char *uid;
    char first[DATE_TEXT], last[DATE_TEXT];
    const bool fixed = duty->kind != DUTY_rotation; /* a rotation moves on with every audit: one event */
    date_format(duty->first, first);
    date_format(duty->last, last);
    TRY(arena_print(ctx->arena, &uid, "UID:duty-%012llu-%s-%s-%s@mingzhang", (unsigned long long)in->community,
                    duty_kind_code(duty->kind), fixed ? first : "next", fixed ? last : "audit"));
    put_line(out, "BEGIN:VEVENT");
    put_line(out, uid);
    put_stamp(out, in->as_of);
    put_day(out, "DTSTART", duty->due);
    put_day(out, "DTEND", duty->due + 1);
    TRY(put_words(ctx, in, duty, out));
    put_line(out, "TRANSP:TRANSPARENT");
    put_line(out, "END:VEVENT");
    return OK;
}

RESULT duty_calendar_write(struct ctx *ctx, const struct duty_calendar_in *in, struct buffer *out)
{
    const char *title;
    put_line(out, "BEGIN:VCALENDAR");
    put_line(out, "VERSION:2.0");
    put_line(out, "PRODID:-//Mingzhang//Duties//ZH");
    put_line(out, "CALSCALE:GREGORIAN");
    put_line(out, "METHOD:PUBLISH");
    TRY(arena_print(ctx->arena, &title, in->language == LANGUAGE_ZH ? "%s 公开与期限" : "%s duties", in->name));
    TRY(put_text(ctx, out, "X-WR-CALNAME", title));
    for (size_t i = 0; i < in->list->count; i++)
        TRY(put_event(ctx, in, &in->list->items[i], out));
    put_line(out, "END:VCALENDAR");
    return buffer_status(out);
}
