/* row_each.h  Gives every macro of row.def an empty meaning and then includes it; whoever includes this file first
 * defines the macros it cares about. No include guard: it is included once per use. */
#ifndef TABLE
#define TABLE(name, keys)
#endif
#ifndef END_TABLE
#define END_TABLE(name, keys)
#endif
#ifndef FACT
#define FACT(name, keys, opened, changed) TABLE(name, keys)
#define END_FACT(name, keys, opened, changed) END_TABLE(name, keys)
#endif
#ifndef NUMBER
#define NUMBER(name)
#define AMOUNT(name)
#define OCTETS(name)
#define TEXT(name)
#endif
#include "audit/replay/row.def"
#undef TABLE
#undef END_TABLE
#undef FACT
#undef END_FACT
#undef NUMBER
#undef AMOUNT
#undef OCTETS
#undef TEXT
