/* stream.h  The first pass: the whole journal of a community once, in order, against its head and its tiles. */
#pragma once

#include "audit/desk/desk.h"

/* Refusals: those of db_copy_open, list.full, memory.exhausted. */
RESULT stream_journal(struct desk *desk);
RESULT stream_tiles(struct desk *desk);
