/* zip_directory.h  What a ZIP archive says about itself: its central directory, read within bounds and without
 * unpacking anything.
 *
 * zip: an archive as PKWARE's APPNOTE 4.3 describes it. Deflate cannot expand more than about 1,032 times, so an
 * archive whose own figures are modest can only lie by naming one stretch of data often: what its entries occupy
 * together is compared with the size of the file. */
#pragma once

#include "base/bytes.h"
#include "base/result.h"

enum { ZIP_ENTRIES_MAX = 2000, ZIP_RATIO_MAX = 100 };
#define ZIP_UNPACKED_MAX (UINT64_C(200) << 20)

/* True when the bytes begin as an archive does: a local entry, or the end of an empty archive. */
bool zip_begins(struct bytes file);

/* True when an archive ends in these bytes, whatever stands before it: a directory of at least one entry and the end
 * record behind it, in the last 65,557 bytes, as unpackers look for it. */
bool zip_is_appended(struct bytes file);

/* Reads the whole directory of a file that is an archive from its first to its last byte. *ret_found: an entry is named
 * exactly `wanted`. *ret_reason, on refusal: a short static English phrase.
 * Refusals: document.bomb (too many entries, too much unpacked or too high a ratio, entries that share their data,
 * names that lead out of the folder, archives inside), document.executable (programs inside), document.type_unknown
 * (damaged, encrypted, in parts, ZIP64, another method than stored or deflated, bytes that no entry accounts for). */
RESULT zip_check(struct bytes file, const char *wanted, bool *ret_found, const char **ret_reason);
