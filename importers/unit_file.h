/* unit_file.h  The unit register of a community as a table: CSV in UTF-8 or GB18030, heads in the first row. */
#pragma once

#include "ledger/people/unit.h"

enum { UNIT_FILE_MAX = 20 << 20, UNIT_FILE_ROWS_MAX = 100000 };

/* Heads, in any order, Chinese or English: 幢 building, 房号 unit, 面积 area (square metres), 用途 use, 业主 owners.
 * Only the first three must be there; use is 商品住宅 commodity, 公有住房 public, 售房单位 seller or 非住宅
 * not-housing, commodity when empty; several owners are separated by 、 or ;. Refusals in order: import.charset,
 * import.torn, import.columns, unit.heads (detail column), unit.none, then row by row (detail line) unit.area,
 * unit.use, text.refused for more than 16 owners; list.full. */
RESULT unit_file_read(struct ctx *ctx, struct bytes file, struct unit_in **ret_units, size_t *ret_count);
