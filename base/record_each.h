/* record_each.h  Gives every field macro of record.def an empty meaning and then includes it; whoever includes this
 * file first defines the macros it cares about. No include guard: it is included once per use. */
#ifndef SHAPE
#define SHAPE(name, key)
#define END_SHAPE(name, key)
#endif
#ifndef RECORD
#define RECORD(kind, name, version)
#define END_RECORD(kind, name, version)
#endif
#ifndef FIELD
#define FIELD(type, name, low, high)
#define OPT_FIELD(type, name, low, high)
#define OPT(name, shape)
#define ONE(name, shape)
#define MANY(name, shape, max)
#endif
#define U8(name) FIELD(U8, name, 0, 0xFF)
#define U16(name) FIELD(U16, name, 0, 0xFFFF)
#define U32(name) FIELD(U32, name, 0, 0xFFFFFFFF)
#define U64(name) FIELD(U64, name, 0, 0)
#define CODE8(name, low, high) FIELD(U8, name, low, high)
#define CODE16(name, low, high) FIELD(U16, name, low, high)
#define CODE32(name, low, high) FIELD(U32, name, low, high)
#define AMOUNT(name) FIELD(AMOUNT, name, 0, 0)
#define DATE(name) FIELD(DATE, name, 0, 0)
#define B16(name) FIELD(B16, name, 0, 0)
#define B32(name) FIELD(B32, name, 0, 0)
#define CMT(name) FIELD(B32, name, 0, 0)
#define TEXT(name, max) FIELD(TEXT, name, 1, max)
#define OCTETS(name, max) FIELD(BYTES, name, 1, max)
#define OPT_U16(name) OPT_FIELD(U16, name, 0, 0xFFFF)
#define OPT_U32(name) OPT_FIELD(U32, name, 0, 0xFFFFFFFF)
#define OPT_U64(name) OPT_FIELD(U64, name, 0, 0)
#define OPT_DATE(name) OPT_FIELD(DATE, name, 0, 0)
#define OPT_B32(name) OPT_FIELD(B32, name, 0, 0)
#define OPT_AMOUNT(name) OPT_FIELD(AMOUNT, name, 0, 0)
#define OPT_CMT(name) OPT_FIELD(B32, name, 0, 0)
#include "base/record.def"
#undef SHAPE
#undef END_SHAPE
#undef RECORD
#undef END_RECORD
#undef FIELD
#undef OPT_FIELD
#undef OPT
#undef ONE
#undef MANY
#undef U8
#undef U16
#undef U32
#undef U64
#undef CODE8
#undef CODE16
#undef CODE32
#undef AMOUNT
#undef DATE
#undef B16
#undef B32
#undef CMT
#undef TEXT
#undef OCTETS
#undef OPT_U16
#undef OPT_U32
#undef OPT_U64
#undef OPT_DATE
#undef OPT_B32
#undef OPT_AMOUNT
#undef OPT_CMT
