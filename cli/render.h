/* render.h  A report in the format that --format names. */
#pragma once

#include "cli/cli.h"
#include "reports/render/model.h"

enum cli_format { CLI_HTML, CLI_CSV, CLI_JSON, CLI_XLSX, CLI_PDF };

/* The format of --format; without it json where --json stands, else html. False: there is no such format. */
bool cli_format(const struct cli *cli, enum cli_format *ret_format);

/* Refusals: those of the renderers, buffer.full. */
RESULT cli_render(struct cli *cli, enum cli_format format, const struct report *report, struct bytes *ret_content);
