/* ballot_file.h  Ballots as a table: CSV in UTF-8 or GB18030, from paper or from an e-voting platform. */
#pragma once

#include "ledger/vote/tally.h"

enum { BALLOT_FILE_MAX = 20 << 20 };

/* Heads in the first row, in any order, Chinese or English: 房号 unit, 投票人 voter, 选择 choice; 代理人 proxy, 委托书
 * document and 时间 time may be absent; other columns are passed over. What the cells mean is tally_ballots' doing.
 * Refusals in order: import.charset, import.torn, import.columns, ballot.none (an empty file), ballot.heads (detail
 * column), list.full, ballot.none (no row). */
RESULT ballot_file_read(struct ctx *ctx, struct bytes file, struct tally_ballot_in **ret_ballots, size_t *ret_count);
