/* xml_outline.h  Whether bytes are one well-formed XML document, without reading what it says.
 *
 * xml: elements balanced by name, attributes quoted, one root, nothing but comments and blanks around it; UTF-8, or
 * GB18030 (GBK, GB2312) when it is declared. No entity is defined or expanded. */
#pragma once

#include "base/bytes.h"
#include "base/result.h"

enum { XML_DEPTH_MAX = 128 };

/* *ret_reason, on refusal: a short static English phrase. Refusals, whichever stands first in the file: document.bomb
 * (a document type declaration, for it may define entities that expand without bound; elements nested deeper than
 * 128), document.executable (a style sheet instruction, or HTML or SVG as root: browsers execute them),
 * document.type_unknown (another encoding, malformed, text behind the root). */
RESULT xml_check(struct bytes file, const char **ret_reason);
