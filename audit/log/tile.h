/* tile.h  A journal as files: tiles of 256 hashes, bundles of 256 records, a checkpoint (C2SP tlog-tiles,
 * tlog-checkpoint).
 *
 * tile/<L>/<N> holds the hashes N*256 … of level L (level 0: leaves; level L: roots over 256^L leaves); a last tile of
 * W < 256 hashes is tile/<L>/<N>.p/<W>. tile/entries/<N> holds the records of tile/0/<N>, each behind its length as
 * u16. N is written in groups of three digits, all but the last with an x in front: x001/x234/067. The checkpoint is a
 * head body of three lines without signatures. */
#pragma once

#include "audit/log/tree.h"
#include "base/ctx.h"
#include "base/record.h"

enum {
    TILE_WIDTH = 256,
    TILE_HASHES = TILE_WIDTH * 32,
    TILE_LEVELS = 8,
    TILE_ENTRIES = -1,
    TILE_PATH = 80,
    TILE_CHECKPOINT_MAX = 512,
    TILE_BUNDLE_MAX = TILE_WIDTH * (2 + RECORD_MAX)
};

/* "tile/0/x001/067", or with width 1 … 255 "tile/0/x001/067.p/17"; level TILE_ENTRIES: "tile/entries/…". width
 * TILE_WIDTH: complete. */
void tile_path(int level, uint64_t tile_no, uint32_t width, char out[TILE_PATH]);

/* How many hashes the last tile of a level holds for a tree of `size` leaves; 0: none is partial. */
uint32_t tile_partial(int level, uint64_t size);

/* ---- writing ---- */

struct tile_writer;

/* dir: an open folder, the writer does not close it. Refusals: memory.exhausted. */
RESULT tile_writer_new(struct ctx *ctx, int dir, struct tile_writer **ret_writer);
void tile_writer_free(struct tile_writer **writer);

/* Records in order from 0. Refusals: file.unwritable, memory.exhausted. */
RESULT tile_write(struct ctx *ctx, struct tile_writer *writer, struct bytes record);

/* Writes the partial tiles and, last, the checkpoint. Refusals: file.unwritable. */
RESULT tile_write_end(struct ctx *ctx, struct tile_writer *writer, uint64_t community);

/* ---- reading ---- */

struct tile_checkpoint {
    uint64_t community, size;
    struct digest root;
};

/* Strict: origin, decimal without leading zeros, canonical base64, nothing else. Refusals: record.malformed. */
RESULT tile_checkpoint_parse(struct bytes text, struct tile_checkpoint *ret_checkpoint);

/* A whole file below `dir` of at most `max` bytes, into ctx->arena; data NULL when there is none.
 * Refusals: file.unreadable, file.too_large, memory.exhausted. */
RESULT tile_read(struct ctx *ctx, int dir, const char *path, size_t max, struct bytes *ret_file);

/* Takes the next record off the front of a bundle. False when nothing, or nothing well formed, is left. */
bool tile_bundle_next(struct bytes *bundle, struct bytes *ret_record);
