/* span.h  The days that --period names at the command line. */
#pragma once

#include "cli/cli.h"
#include "ledger/matter/contract.h"

/* "2026", "2026-03", "2026Q1" or "2023..2025". Refusals: those of report_period_parse. */
RESULT span_read(struct cli *cli, struct contract_span *ret_span);
