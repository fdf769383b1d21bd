#include "base/file/xml_outline.h"

#include "base/text.h"

#include <string.h>
#include <strings.h>

struct xml { /* a file under way */
    const uint8_t *data;
    size_t size, at;
    bool gb18030;
    size_t depth;
    struct bytes open[XML_DEPTH_MAX]; /* names of the elements that are open */
    const char *reason;
};

static RESULT malformed(struct xml *xml, const char *reason)
{
    xml->reason = reason;
    return REFUSE(document, type_unknown);
}

static bool looks_at(const struct xml *xml, const char *text)
{
    const size_t length = strlen(text);
    return xml->size - xml->at >= length && memcmp(xml->data + xml->at, text, length) == 0;
}

static bool take(struct xml *xml, const char *text)
{
    const bool there = looks_at(xml, text);
    xml->at += there ? strlen(text) : 0;
    return there;
}

static bool is_blank(uint8_t c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool skip_blanks(struct xml *xml)
{
    const size_t from = xml->at;
    while (xml->at < xml->size && is_blank(xml->data[xml->at]))
        xml->at++;
    return xml->at > from;
}

/* Bytes of the character at the place: in GB18030 the later bytes of a character may look like ASCII. */
static size_t character(const struct xml *xml)
{
    const uint8_t *at = xml->data + xml->at;
    const size_t left = xml->size - xml->at;
    if (!xml->gb18030 || at[0] < 0x81 || left < 2)
        return 1;
    return at[1] >= 0x30 && at[1] <= 0x39 && left >= 4 ? 4 : 2;
}

/* Well-formed GB18030: bytes of one, two or four. */
static bool is_gb18030(const struct xml *xml)
{
    const uint8_t *at = xml->data;
    for (size_t left = xml->size; left > 0;) {
        if (at[0] < 0x80) {
            at++, left--;
            continue;
        }
        if (at[0] == 0x80 || at[0] == 0xFF || left < 2)
            return false;
        const bool two = at[1] >= 0x40 && at[1] != 0x7F && at[1] != 0xFF;
        const bool four = left >= 4 && at[1] >= 0x30 && at[1] <= 0x39 && at[2] >= 0x81 && at[2] != 0xFF &&
                          at[3] >= 0x30 && at[3] <= 0x39;
        if (!two && !four)
            return false;
        at += two ? 2 : 4;
        left -= two ? 2 : 4;
    }
    return true;
}

/* Moves behind the next `end`; false: there is none. */
static bool skip_to(struct xml *xml, const char *end)
{
    while (xml->at < xml->size) {
        if (take(xml, end))
            return true;
        xml->at += character(xml);
    }
    return false;
}

static struct bytes name(struct xml *xml)
{
    const size_t from = xml->at;
    while (xml->at < xml->size && !is_blank(xml->data[xml->at]) && !memchr("<>/=?\"'&!", xml->data[xml->at], 9))
        xml->at += character(xml);
    if (xml->at > xml->size)
        xml->at = xml->size;
    return BYTES(xml->data + from, xml->at - from);
}

static bool is_name(struct bytes name_, const char *text)
{
    return name_.size == strlen(text) && strncasecmp((const char *)name_.data, text, name_.size) == 0;
}

/* ---- references, attributes ---- */

/* &amp; and its kin, or a character by number: all others would need a document type. */
static RESULT reference(struct xml *xml)
{
    static const char *const known[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&apos;"};
    for (size_t i = 0; i < LENGTH(known); i++)
        if (take(xml, known[i]))
            return OK;
    if (!take(xml, "&#"))
        return malformed(xml, "XML: an entity that is not defined");
    const bool hex = take(xml, "x");
    const size_t from = xml->at;
    while (xml->at < xml->size && memchr("0123456789abcdefABCDEF", xml->data[xml->at], hex ? 22 : 10))
        xml->at++;
    return xml->at > from && xml->at - from <= 7 && take(xml, ";") ? OK : malformed(xml, "XML: a bad reference");
}

static RESULT attribute(struct xml *xml, struct bytes *ret_value)
{
    if (name(xml).size == 0)
        return malformed(xml, "XML: a bad tag");
    (void)skip_blanks(xml);
    if (!take(xml, "="))
        return malformed(xml, "XML: an attribute without value");
    (void)skip_blanks(xml);
    const char quote = looks_at(xml, "\"") ? '"' : '\'';
    if (xml->at == xml->size || xml->data[xml->at] != (uint8_t)quote)
        return malformed(xml, "XML: an attribute without quotation marks");
    const size_t from = ++xml->at;
    while (xml->at < xml->size && xml->data[xml->at] != (uint8_t)quote) {
        if (xml->data[xml->at] == '<')
            return malformed(xml, "XML: < in an attribute");
        if (xml->data[xml->at] == '&')
            TRY(reference(xml));
        else
            xml->at += character(xml);
    }
    if (xml->at >= xml->size)
        return malformed(xml, "XML: cut off");
    *ret_value = BYTES(xml->data + from, xml->at - from);
    xml->at++;
    return OK;
}

/* ---- elements ---- */

static RESULT check_root(struct xml *xml, struct bytes root)
{
    const uint8_t *colon = memchr(root.data, ':', root.size);
    const size_t prefix = colon ? (size_t)(colon - root.data) + 1 : 0;
    const struct bytes local = BYTES(root.data + prefix, root.size - prefix);
    if (!is_name(local, "html") && !is_name(local, "svg") && !is_name(local, "script"))
        return OK;
    xml->reason = "XML: a page that browsers execute";
    return REFUSE(document, executable);
}

static RESULT begin_element(struct xml *xml)
{
    struct bytes value;
    const struct bytes opened = name(xml);
    if (opened.size == 0)
        return malformed(xml, "XML: a bad tag");
    if (xml->depth == 0)
        TRY(check_root(xml, opened));
    for (;;) {
        const bool apart = skip_blanks(xml);
        if (take(xml, "/>"))
            return OK;
        if (take(xml, ">"))
            break;
        if (!apart)
            return malformed(xml, "XML: a bad tag");
        TRY(attribute(xml, &value));
    }
    if (xml->depth == XML_DEPTH_MAX) {
        xml->reason = "XML: nested deeper than 128";
        return REFUSE(document, bomb);
    }
    xml->open[xml->depth++] = opened;
    return OK;
}

static RESULT end_element(struct xml *xml)
{
    const struct bytes closed = name(xml);
    (void)skip_blanks(xml);
    if (!take(xml, ">") || xml->depth == 0)
        return malformed(xml, "XML: a bad end tag");
    const struct bytes opened = xml->open[--xml->depth];
    return opened.size == closed.size && memcmp(opened.data, closed.data, opened.size) == 0
               ? OK
               : malformed(xml, "XML: an end tag that nothing began");
}

static RESULT instruction(struct xml *xml)
{
    const struct bytes target = name(xml);
    if (is_name(target, "xml-stylesheet")) {
        xml->reason = "XML: a style sheet";
        return REFUSE(document, executable);
    }
    if (target.size == 0 || is_name(target, "xml") || !skip_to(xml, "?>"))
        return malformed(xml, "XML: a bad instruction");
    return OK;
}

/* Behind "<!": a comment, or a section of characters inside the root. */
static RESULT declaration(struct xml *xml)
{
    if (take(xml, "--"))
        return skip_to(xml, "-->") ? OK : malformed(xml, "XML: cut off");
    if (xml->depth > 0 && take(xml, "[CDATA["))
        return skip_to(xml, "]]>") ? OK : malformed(xml, "XML: cut off");
    if (!looks_at(xml, "DOCTYPE") && !looks_at(xml, "ENTITY") && !looks_at(xml, "doctype"))
        return malformed(xml, "XML: a bad declaration");
    xml->reason = "XML: a document type, which may define entities without bound";
    return REFUSE(document, bomb);
}

static RESULT markup(struct xml *xml)
{
    if (take(xml, "</"))
        return end_element(xml);
    if (take(xml, "<?"))
        return instruction(xml);
    if (take(xml, "<!"))
        return declaration(xml);
    xml->at++;
    return begin_element(xml);
}

/* Characters up to the next markup. */
static RESULT characters(struct xml *xml)
{
    while (xml->at < xml->size && xml->data[xml->at] != '<') {
        const uint8_t c = xml->data[xml->at];
        if (c < 0x20 && !is_blank(c))
            return malformed(xml, "XML: a control character");
        if (xml->depth == 0 && !is_blank(c))
            return malformed(xml, "XML: text outside the root");
        if (c == '&')
            TRY(reference(xml));
        else
            xml->at += character(xml);
    }
    return OK;
}

/* ---- the document ---- */

/* <?xml version="1.0" encoding="…"?>: the encoding decides how bytes are read. */
static RESULT prolog(struct xml *xml)
{
    static const char *const gb[] = {"GB18030", "GBK", "GB2312"};
    struct bytes value = {NULL, 0};
    if (!looks_at(xml, "<?xml ") && !looks_at(xml, "<?xml\t") && !looks_at(xml, "<?xml\r") && !looks_at(xml, "<?xml\n"))
        return OK;
    xml->at += 5;
    bool known = true;
    while (skip_blanks(xml) && !looks_at(xml, "?>")) {
        const bool encoding = looks_at(xml, "encoding");
        TRY(attribute(xml, &value));
        known = encoding ? is_name(value, "UTF-8") : known;
        for (size_t i = 0; encoding && i < LENGTH(gb); i++)
            xml->gb18030 |= is_name(value, gb[i]);
    }
    if (!take(xml, "?>"))
        return malformed(xml, "XML: a bad prolog");
    return known || xml->gb18030 ? OK : malformed(xml, "XML: neither UTF-8 nor GB18030");
}

static RESULT document(struct xml *xml)
{
    bool rooted = false;
    TRY(prolog(xml));
    if (xml->gb18030 ? !is_gb18030(xml) : !text_is_utf8(BYTES(xml->data, xml->size), NULL))
        return malformed(xml, "XML: bytes that are not of its encoding");
    while (xml->at < xml->size) {
        TRY(characters(xml));
        if (xml->at >= xml->size)
            break;
        const bool element = xml->depth == 0 && !looks_at(xml, "<?") && !looks_at(xml, "<!");
        if (element && rooted)
            return malformed(xml, "XML: two roots");
        rooted |= element;
        TRY(markup(xml));
    }
    return rooted && xml->depth == 0 ? OK : malformed(xml, "XML: cut off");
}

RESULT xml_check(struct bytes file, const char **ret_reason)
{
    struct xml xml = {.data = file.data, .size = file.size};
    (void)take(&xml, "\xEF\xBB\xBF");
    const result checked = document(&xml);
    *ret_reason = FAILED(checked) ? xml.reason : NULL;
    return checked;
}
