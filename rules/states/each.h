/* each.h  Reads the table of one noun: whoever includes this file defines STATES, its path, and the macros it cares
 * about. No include guard: it is included once per use. */
#ifndef NOUN
#define NOUN(name, code)
#endif
#ifndef STATE
#define STATE(name, code, zh, en)
#endif
#ifndef MOVE
#define MOVE(from, to, roles, verb, zh, en)
#endif
#include STATES
#undef NOUN
#undef STATE
#undef MOVE
#undef STATES
