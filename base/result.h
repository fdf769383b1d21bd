/* result.h  A must-use result: success, or one code of error.def.
 *
 * Every operation that can fail returns RESULT. TRY passes a failure on, REFUSE starts one; there is no other way to
 * fail, so reading a function from top to bottom shows every way out of it. The words around a code (file, line,
 * amounts) travel in struct error_detail of the context, never in the result. */
#pragma once

#include "base/error.h"

typedef struct {
    enum error code;
} result;

#define RESULT __attribute__((warn_unused_result)) result
#define OK ((result){ERROR_none})
#define FAILED(r) ((r).code != ERROR_none)
#define REFUSE(noun, reason) ((result){ERROR_##noun##_##reason})
#define TRY(call)                                                                                                      \
    do {                                                                                                               \
        const result try_result_ = (call);                                                                             \
        if (FAILED(try_result_))                                                                                       \
            return try_result_;                                                                                        \
    } while (0)

/* For the rare call whose failure changes nothing; say why beside it. */
#define IGNORE(call)                                                                                                   \
    do {                                                                                                               \
        const result ignored_ = (call);                                                                                \
        (void)ignored_;                                                                                                \
    } while (0)

/* CLEANUP(fn): fn(&variable) runs when the variable leaves its scope. fn must accept a pointer to NULL. */
#define CLEANUP(fn) __attribute__((cleanup(fn)))
