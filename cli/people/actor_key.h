/* actor_key.h  What the verbs share whose acts people sign with their own keys. */
#pragma once

#include "cli/cli.h"

/* cli_in_session with the file of --signature read and that of --out made before. */
int cli_signing_session(struct cli *cli, result run(struct cli *cli));

/* Writes the 32 bytes that are to be signed into the file of --out, if there is one. Refusals: file.unwritable. */
RESULT cli_write_statement(struct cli *cli, const struct digest *statement);
