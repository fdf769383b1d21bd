/* moves.h  What can be done next with a thing that has states, and by whom: for people and as JSON. */
#pragma once

#include "cli/cli.h"
#include "rules/moves.h"

/* Member "moves": [{"verb", "to", "by": [role, …]}, …] of an open object. */
void cli_put_moves(struct buffer *out, const struct moves *moves, int state);

/* "街道、主管部门": whose a move is. */
void cli_print_roles(const struct cli *cli, const struct move *move);

/* "可做：确认改正（街道、主管部门）", one line a move; nothing where none is left. */
void cli_print_moves(const struct cli *cli, const struct moves *moves, int state);
