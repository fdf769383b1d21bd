/* file_type.h  What an uploaded file is, by its bytes alone: PDF, OFD, JPEG, PNG or XML, and nothing that is also
 * something else. Its name is never asked.
 *
 * One file that two programs read as two types is how programs are smuggled past a check of the first bytes (a PDF with
 * an archive behind it, a picture with a program behind it). So the format's own signature must stand at the first
 * byte, the format's own end is looked for, and no archive or program may begin behind it. */
#pragma once

#include "base/bytes.h"
#include "base/result.h"

enum file_type { FILE_TYPE_PDF = 1, FILE_TYPE_OFD = 2, FILE_TYPE_JPEG = 3, FILE_TYPE_PNG = 4, FILE_TYPE_XML = 5 };
enum { FILE_TYPE_SIZE_MAX = 20 << 20, FILE_TYPE_DEPTH_MAX = 128 };

/* The type of a file of 1 … 20 MB. Nothing is unpacked, expanded or executed, nothing is allocated. *ret_reason, on
 * refusal: a short static English phrase.
 * Refusals in order: document.size; document.executable (a program or script, or a file with one behind it);
 * document.bomb (zip_check, a picture of more than 2^28 points, XML with a document type, for it may define entities);
 * document.type_unknown (everything else, and the five types cut off or damaged). */
RESULT file_type_check(struct bytes file, enum file_type *ret_type, const char **ret_reason);

const char *file_type_name(int type);  /* "PDF" */
const char *file_type_media(int type); /* "application/pdf" */
