/* template.h  A small template engine that can only escape.
 *
 *     {{name}}                  the value, escaped for the place it stands in
 *     {{#name}} … {{/name}}     once for each item of a list; once when a text is not empty
 *     {{^name}} … {{/name}}     when a list has no items or a text is empty
 *     {{>file}}                 another template with the same values
 *
 * There is no raw output. A value may stand in text or inside a double-quoted attribute, nowhere else; directly behind
 * href=", src=" or action=" only an address of ours or of the web is written, anything else becomes "#". A name that
 * nobody set is a fault, so a misspelt one cannot pass as nothing. Names are looked up from the innermost item
 * outwards. */
#pragma once

#include "base/buffer.h"
#include "base/ctx.h"
#include "base/embed.h"

struct template_scope;

enum { TEMPLATE_VALUES_MAX = 600, TEMPLATE_ITEMS_MAX = 20000 };

/* An outermost scope. Refusals of all that fill it: memory.exhausted, list.full. */
RESULT template_scope_new(struct arena *arena, struct template_scope **ret_scope);

/* name and text must outlive the rendering; text NULL counts as empty. */
RESULT template_text(struct template_scope *scope, const char *name, const char *text);

/* A list of one empty item, or of none. */
RESULT template_flag(struct template_scope *scope, const char *name, bool on);

/* A list without items, until template_item adds some. */
RESULT template_list(struct template_scope *scope, const char *name);

/* One more item of the list `name`, which is made when missing. */
RESULT template_item(struct template_scope *scope, const char *name, struct template_scope **ret_item);

/* Writes the template `name` ("home.html") of `files` (NULL at the end). Refusals: fault.internal (detail reason:
 * template and what is wrong with it), buffer.full, memory.exhausted. */
RESULT template_render(struct ctx *ctx, const struct embedded *const *files, const char *name,
                       const struct template_scope *scope, struct buffer *out);
