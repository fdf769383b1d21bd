/* row.h  Rows of projection tables as the replay derives them and as verification reads them, with what is needed to
 * compare any two.
 *
 * struct row_posting { struct row_number seq, line, …; struct bytes summary; … }: one struct per table of row.def. */
#pragma once

#include "base/buffer.h"

struct row_number {
    bool present;
    int64_t value;
};

#define NUMBER(name) struct row_number name;
#define AMOUNT(name) struct row_number name;
#define OCTETS(name) struct bytes name;
#define TEXT(name) struct bytes name;
#define TABLE(name, keys) struct row_##name {
#define END_TABLE(name, keys)                                                                                          \
    }                                                                                                                  \
    ;
#include "audit/replay/row_each.h"

enum row_table_id {
#define TABLE(name, keys) ROW_##name,
#include "audit/replay/row_each.h"
    ROW_TABLES
};

enum { ROW_COLUMNS = 20 }; /* most columns of a table */

enum row_type { ROW_TYPE_NUMBER, ROW_TYPE_AMOUNT, ROW_TYPE_OCTETS, ROW_TYPE_TEXT };

struct row_column {
    const char *name;
    enum row_type type;
    size_t offset;
};

struct row_table {
    enum row_table_id id;
    const char *name;
    const struct row_column *columns;
    size_t count, keys, size; /* columns, key columns, bytes of the struct */
    bool fact;                /* kept and compared as a whole */
    size_t opened, changed;   /* of a fact: offsets of the seqs of the records that made and last changed the row */
};

/* The description of a table. */
const struct row_table *row_table(enum row_table_id id);

/* A number of a row by its offset. */
const struct row_number *row_number_at(const void *row, size_t offset);

/* The key columns as one number; different keys are as good as never equal. */
uint64_t row_key(const struct row_table *table, const void *row);

/* Order of two rows by their key: below, equal to, above 0. */
int row_compare(const struct row_table *table, const void *a, const void *b);

/* Number of columns that differ; *ret_first: the first of them. */
size_t row_differences(const struct row_table *table, const void *a, const void *b,
                       const struct row_column **ret_first);

struct row_change { /* fen */
    int64_t plus, minus;
};

/* Adds what `found` has more and less than `expected` in the amount columns; either may be NULL for a row that is not
 * there. */
void row_delta(const struct row_table *table, const void *expected, const void *found, struct row_change *change);

enum { ROW_KEY_TEXT = 160, ROW_VALUE_TEXT = 96 };

/* "seq=17 line=1". */
void row_key_text(const struct row_table *table, const void *row, char out[ROW_KEY_TEXT]);

/* A value as people read it: amounts in yuan, days and months as dates, digests as their first 32 hexadecimal digits.
 */
void row_value_text(const struct row_column *column, const void *row, char out[ROW_VALUE_TEXT]);

/* A fingerprint of all that is not key: tells a row that was moved from one that was lost. */
uint64_t row_content(const struct row_table *table, const void *row);
