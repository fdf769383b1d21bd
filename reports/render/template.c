#include "reports/render/template.h"

#include "base/list.h"

#include <string.h>

enum { DEPTH_MAX = 12, NAME_MAX_SIZE = 40 };

struct value {
    const char *name;
    const char *text; /* NULL for a list */
    LIST(struct template_scope *) items;
};

struct template_scope {
    const struct template_scope *outer;
    struct arena *arena;
    LIST(struct value *) values;
};

static RESULT scope_new(struct arena *arena, const struct template_scope *outer, struct template_scope **ret_scope)
{
    struct template_scope *scope;
    TRY(ARENA_TAKE(arena, 1, &scope));
    scope->outer = outer;
    scope->arena = arena;
    scope->values.arena = arena;
    scope->values.max = TEMPLATE_VALUES_MAX;
    *ret_scope = scope;
    return OK;
}

RESULT template_scope_new(struct arena *arena, struct template_scope **ret_scope)
{
    return scope_new(arena, NULL, ret_scope);
}

static struct value *own_value(const struct template_scope *scope, const char *name)
{
    for (size_t i = 0; i < scope->values.count; i++)
        if (strcmp(scope->values.items[i]->name, name) == 0)
            return scope->values.items[i];
    return NULL;
}

static RESULT value_add(struct template_scope *scope, const char *name, const char *text, struct value **ret_value)
{
    struct value *value;
    TRY(ARENA_TAKE(scope->arena, 1, &value));
    value->name = name;
    value->text = text;
    value->items.arena = scope->arena;
    value->items.max = TEMPLATE_ITEMS_MAX;
    TRY(LIST_ADD(&scope->values, value));
    *ret_value = value;
    return OK;
}

RESULT template_text(struct template_scope *scope, const char *name, const char *text)
{
    struct value *value;
    return value_add(scope, name, text ? text : "", &value);
}

RESULT template_list(struct template_scope *scope, const char *name)
{
    struct value *value;
    return value_add(scope, name, NULL, &value);
}

RESULT template_item(struct template_scope *scope, const char *name, struct template_scope **ret_item)
{
    struct value *value = own_value(scope, name);
    if (!value)
        TRY(value_add(scope, name, NULL, &value));
    struct template_scope *item;
    TRY(scope_new(scope->arena, scope, &item));
    TRY(LIST_ADD(&value->items, item));
    *ret_item = item;
    return OK;
}

RESULT template_flag(struct template_scope *scope, const char *name, bool on)
{
    struct template_scope *item;
    return on ? template_item(scope, name, &item) : template_list(scope, name);
}

/* ---- rendering ---- */

enum place { IN_TEXT, IN_TAG, IN_VALUE, IN_RAW, IN_COMMENT }; /* where the next byte of HTML stands */

struct render {
    struct ctx *ctx;
    const struct embedded *const *files;
    const char *file;
    struct buffer *out;
    enum place place;
    int depth;
};

struct tag { /* {{…}}: kind is '#', '^', '/', '>' or 0 */
    char kind, name[NAME_MAX_SIZE];
    const char *after;
};

static RESULT fault(const struct render *render, const char *what, const char *name)
{
    error_set(&render->ctx->error, "reason", "template %s: %s %s", render->file, what, name);
    return REFUSE(fault, internal);
}

static bool ends_with(const struct buffer *out, const char *tail)
{
    const size_t size = strlen(tail);
    return out->size >= size && memcmp(out->data + out->size - size, tail, size) == 0;
}

/* Where the next byte stands, once `c` of a tag was written. <style> and <script> take no values at all. */
static enum place step_in_tag(const struct buffer *out, char c)
{
    if (c == '"')
        return IN_VALUE;
    if (c != '>')
        return ends_with(out, "<!--") ? IN_COMMENT : IN_TAG;
    return ends_with(out, "<style>") || ends_with(out, "<script>") ? IN_RAW : IN_TEXT;
}

/* The same for any place. */
static enum place step(const struct buffer *out, enum place place, char c)
{
    switch (place) {
    case IN_TEXT:
        return c == '<' ? IN_TAG : IN_TEXT;
    case IN_TAG:
        return step_in_tag(out, c);
    case IN_VALUE:
        return c == '"' ? IN_TAG : IN_VALUE;
    case IN_RAW:
        return ends_with(out, "</style>") || ends_with(out, "</script>") ? IN_TEXT : IN_RAW;
    case IN_COMMENT:
        return ends_with(out, "-->") ? IN_TEXT : IN_COMMENT;
    }
    return place;
}

static void literal(struct render *render, const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        buffer_char(render->out, text[i]);
        render->place = step(render->out, render->place, text[i]);
    }
}

static void escaped(struct buffer *out, const char *text)
{
    for (const char *p = text; *p; p++) {
        if (*p == '&')
            buffer_text(out, "&amp;");
        else if (*p == '<')
            buffer_text(out, "&lt;");
        else if (*p == '>')
            buffer_text(out, "&gt;");
        else if (*p == '"')
            buffer_text(out, "&quot;");
        else if (*p == '\'')
            buffer_text(out, "&#39;");
        else if (((unsigned char)*p < 0x20 && *p != '\n' && *p != '\t') || *p == 0x7F)
            buffer_char(out, ' ');
        else
            buffer_char(out, *p);
    }
}

static bool address_allowed(const char *text)
{
    if (text[0] == '/')
        return text[1] != '/' && text[1] != '\\';
    return text[0] == '#' || text[0] == '?' || text[0] == '\0' || strncmp(text, "https://", 8) == 0 ||
           strncmp(text, "http://", 7) == 0;
}

static RESULT write_value(struct render *render, const char *name, const char *text)
{
    if (render->place != IN_TEXT && render->place != IN_VALUE)
        return fault(render, "a value may not stand here:", name);
    const bool address =
        ends_with(render->out, "href=\"") || ends_with(render->out, "src=\"") || ends_with(render->out, "action=\"");
    escaped(render->out, render->place == IN_VALUE && address && !address_allowed(text) ? "#" : text);
    return OK;
}

static const struct value *find_value(const struct template_scope *scope, const char *name)
{
    const struct value *value = NULL;
    for (; scope && !value; scope = scope->outer)
        value = own_value(scope, name);
    return value;
}

static RESULT read_tag(const struct render *render, const char *open, const char *end, struct tag *ret_tag)
{
    const char *start = open + 2;
    struct tag tag = {0};
    if (start < end && *start && strchr("#^/>", *start))
        tag.kind = *start++;
    size_t size = 0;
    while (start + size + 1 < end && !(start[size] == '}' && start[size + 1] == '}'))
        size++;
    if (size == 0 || size >= sizeof tag.name || start + size + 1 >= end)
        return fault(render, "a tag that does not end", "");
    memcpy(tag.name, start, size);
    tag.after = start + size + 2;
    *ret_tag = tag;
    return OK;
}

static const char *next_tag(const char *from, const char *end)
{
    return from < end ? memmem(from, (size_t)(end - from), "{{", 2) : NULL;
}

/* The {{/name}} that closes the section opened before `from`. */
static RESULT find_close(const struct render *render, const char *from, const char *end, const struct tag *opened,
                         struct tag *ret_close)
{
    int open = 1;
    for (const char *at = next_tag(from, end); at; at = next_tag(ret_close->after, end)) {
        TRY(read_tag(render, at, end, ret_close));
        if (strcmp(ret_close->name, opened->name) != 0)
            continue;
        open += ret_close->kind == '/' ? -1 : ret_close->kind == '#' || ret_close->kind == '^';
        if (open == 0)
            return OK;
    }
    return fault(render, "no end of section", opened->name);
}

static RESULT render_part(struct render *render, const char *from, const char *end, const struct template_scope *scope);

/* The part between a section's tags: for each item, or once, or not at all. */
static RESULT render_section(struct render *render, const struct tag *opened, const char *end,
                             const struct template_scope *scope)
{
    const struct value *value = find_value(scope, opened->name);
    if (!value)
        return fault(render, "nobody set", opened->name);
    const bool any = value->text ? value->text[0] != '\0' : value->items.count > 0;
    if (opened->kind == '^')
        return any ? OK : render_part(render, opened->after, end, scope);
    if (value->text)
        return any ? render_part(render, opened->after, end, scope) : OK;
    for (size_t i = 0; i < value->items.count; i++)
        TRY(render_part(render, opened->after, end, value->items.items[i]));
    return OK;
}

static RESULT render_file(struct render *render, const char *name, const struct template_scope *scope)
{
    if (render->depth >= DEPTH_MAX)
        return fault(render, "too deep:", name);
    for (size_t i = 0; render->files[i]; i++) {
        if (strcmp(render->files[i]->name, name) != 0)
            continue;
        const char *outer = render->file;
        render->file = render->files[i]->name;
        render->depth++;
        TRY(render_part(render, render->files[i]->text, render->files[i]->text + render->files[i]->size, scope));
        render->depth--;
        render->file = outer;
        return OK;
    }
    return fault(render, "there is no template", name);
}

static RESULT render_value(struct render *render, const char *name, const struct template_scope *scope)
{
    const struct value *value = find_value(scope, name);
    if (!value || !value->text)
        return fault(render, value ? "a list stands where a text should:" : "nobody set", name);
    return write_value(render, name, value->text);
}

static RESULT render_part(struct render *render, const char *from, const char *end, const struct template_scope *scope)
{
    for (const char *at = next_tag(from, end); at; at = next_tag(from, end)) {
        struct tag tag;
        literal(render, from, (size_t)(at - from));
        TRY(read_tag(render, at, end, &tag));
        from = tag.after;
        if (tag.kind == '/')
            return fault(render, "an end without a start:", tag.name);
        if (tag.kind == '>') {
            TRY(render_file(render, tag.name, scope));
        } else if (tag.kind == 0) {
            TRY(render_value(render, tag.name, scope));
        } else {
            struct tag close = {0};
            TRY(find_close(render, tag.after, end, &tag, &close));
            const char *inner_end = close.after - strlen(close.name) - 5; /* {{/name}} */
            TRY(render_section(render, &tag, inner_end, scope));
            from = close.after;
        }
    }
    literal(render, from, (size_t)(end - from));
    return OK;
}

RESULT template_render(struct ctx *ctx, const struct embedded *const *files, const char *name,
                       const struct template_scope *scope, struct buffer *out)
{
    struct render render = {.ctx = ctx, .files = files, .file = name, .out = out, .place = IN_TEXT};
    TRY(render_file(&render, name, scope));
    if (render.place != IN_TEXT)
        return fault(&render, "an open tag or quotation mark", "at the end");
    return buffer_status(out);
}
