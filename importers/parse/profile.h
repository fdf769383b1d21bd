/* profile.h  What is known about one bank's layout: a JSON file of importers/profiles, which holds names and no code.
 */
#pragma once

#include "base/ctx.h"
#include "base/embed.h"

/* Columns of a row; the names in the file are those of profile.c. */
enum profile_column {
    COLUMN_TRANSACTED,
    COLUMN_BOOKED,
    COLUMN_IN,
    COLUMN_OUT,
    COLUMN_FLAG,
    COLUMN_BALANCE,
    COLUMN_CURRENCY,
    COLUMN_OWN_ACCOUNT,
    COLUMN_SERIAL,
    COLUMN_PARTY_NAME,
    COLUMN_PARTY_ACCOUNT,
    COLUMN_SUMMARY,
    COLUMN_PURPOSE,
    COLUMN_VOUCHER,
    PROFILE_COLUMNS
};

/* Captions above the header row, each with its value behind it. */
enum profile_caption {
    CAPTION_ACCOUNT_NUMBER,
    CAPTION_ACCOUNT_NAME,
    CAPTION_CURRENCY,
    CAPTION_OPENING,
    CAPTION_CLOSING,
    CAPTION_TOTAL_IN,
    CAPTION_TOTAL_OUT,
    CAPTION_COUNT_IN,
    CAPTION_COUNT_OUT,
    PROFILE_CAPTIONS
};

struct profile_name { /* as the bank writes it, and as it is compared; text is NULL where the layout has none */
    const char *text, *key;
};

enum { PROFILE_NAMES_MAX = 64 };

struct profile_names {
    struct profile_name items[PROFILE_NAMES_MAX];
    size_t count;
};

struct profile {
    const char *id, *sha256, *title, *bank;
    struct profile_names markers; /* cells that must all stand above the header */
    struct profile_names header;  /* headings that must all stand in the header row */
    struct profile_names footer;  /* beginnings of rows that are no transactions */
    struct profile_name columns[PROFILE_COLUMNS];
    struct profile_name captions[PROFILE_CAPTIONS];
    const char *flag_in, *flag_out; /* words of COLUMN_FLAG */
};

/* Refusals in order: import.profile (details profile, reason), memory.exhausted. */
RESULT profile_load(struct ctx *ctx, const struct embedded *file, struct profile *ret_profile);
