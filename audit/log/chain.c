#include "audit/log/chain.h"

#include <assert.h>
#include <string.h>

enum { TILE_BITS = 8 };

void chain_init(struct chain *chain, uint64_t community, uint64_t watch)
{
    memset(chain, 0, sizeof *chain);
    chain->watch = watch;
    chain->community = community;
    chain->tree_known = chain->actual_known = chain->has_before =
        true; /* before the first record stand 32 zero bytes */
    tree_init(&chain->tree);
    tree_init(&chain->actual);
}

const struct chain_verdict *chain_next(struct chain *chain)
{
    return chain->queue_first < chain->queue_count ? chain->queue[chain->queue_first++] : NULL;
}

static void tell(struct chain *chain, const struct chain_verdict *verdict)
{
    assert(chain->queue_count < CHAIN_VERDICTS);
    chain->queue[chain->queue_count++] = verdict;
}

/* All verdicts have been taken: their memory is free again. */
static void free_verdicts(struct chain *chain)
{
    assert(chain->queue_first == chain->queue_count);
    chain->queue_first = chain->queue_count = chain->gap_count = 0;
}

static struct chain_link *free_slot(struct chain *chain)
{
    for (uint32_t i = 0;; i++) {
        assert(i < CHAIN_SLOTS);
        const bool first = chain->window_count > 0 && chain->window[0] == &chain->slot[i];
        const bool second = chain->window_count > 1 && chain->window[1] == &chain->slot[i];
        if (!first && !second)
            return &chain->slot[i];
    }
}

/* ---- the tree ---- */

/* The root of the tile that this leaf completes: the last eight subtrees are its left sisters. */
static void end_tile(const struct tree_frontier *tree, const struct digest *leaf, struct chain_verdict *v)
{
    v->ends_tile = (tree->size & ((1U << TILE_BITS) - 1)) == (1U << TILE_BITS) - 1;
    v->tile_root = *leaf;
    for (uint32_t i = 0; v->ends_tile && i < TILE_BITS; i++)
        tree_node(&tree->node[tree->count - 1 - i], &v->tile_root, &v->tile_root);
}

/* Both trees are equal until the first leaf that is not what the bytes give; only then the second is kept. */
static void grow(struct chain *chain, struct chain_verdict *v, const struct digest *actual)
{
    if (!chain->diverged && !digest_equal(&v->leaf, actual)) {
        chain->actual = chain->tree;
        chain->diverged = true;
    }
    if (chain->diverged && chain->actual_known)
        tree_append(&chain->actual, actual);
    if (!chain->tree_known)
        return;
    end_tile(&chain->tree, &v->leaf, v);
    v->has_root_before = v->has_header && v->header.kind == RECORD_period_sealed;
    if (v->has_root_before)
        tree_root(&chain->tree, &v->root_before);
    tree_append(&chain->tree, &v->leaf);
    if (chain->tree.size != chain->watch)
        return;
    tree_root(&chain->tree, &chain->watched_root);
    chain->has_watched_root = true;
}

bool chain_root(const struct chain *chain, struct digest *ret_root)
{
    if (chain->tree_known)
        tree_root(&chain->tree, ret_root);
    return chain->tree_known;
}

bool chain_stored_root(const struct chain *chain, struct digest *ret_root)
{
    if (!chain->diverged)
        return chain_root(chain, ret_root) && chain->actual_known;
    if (chain->actual_known)
        tree_root(&chain->actual, ret_root);
    return chain->actual_known;
}

/* ---- header against what came before ---- */

static enum chain_fault check_header(const struct chain *chain, const struct chain_verdict *v)
{
    if (!v->has_header)
        return CHAIN_MALFORMED;
    const struct record_header *h = &v->header;
    if (h->community != chain->community)
        return CHAIN_COMMUNITY;
    if (h->seq != v->seq)
        return CHAIN_SEQ;
    const bool begins = h->batch == h->seq;
    const bool continues = chain->started && h->batch == chain->batch;
    const bool begun_unseen =
        h->batch >= chain->trusted_next && h->batch < h->seq; /* by a record that cannot be trusted */
    if (!begins && !continues && !begun_unseen)
        return CHAIN_BATCH;
    if (!chain->started)
        return CHAIN_OK;
    if (h->recorded_at < chain->recorded_at || (continues && !begins && h->recorded_at != chain->recorded_at))
        return CHAIN_TIME;
    return CHAIN_OK;
}

static void remember(struct chain *chain, const struct chain_verdict *v)
{
    if (!v->trusted || !v->has_header)
        return;
    chain->started = true;
    chain->trusted_next = v->seq + 1;
    chain->batch = v->header.batch;
    chain->recorded_at = v->header.recorded_at;
}

/* ---- three witnesses of one leaf ---- */

static void evaluate(struct chain_link *link)
{
    link->stored_ok = !link->has_stored || digest_equal(&link->leaf, &link->stored);
    link->out_ok = !link->has_next || digest_equal(&link->leaf, &link->next);
}

/* Decides about a link whose successor has been evaluated, or has none. */
static void settle(struct chain *chain, struct chain_link *link, const struct chain_link *next)
{
    struct chain_verdict *v = &link->verdict;
    const bool next_clean = next && next->stored_ok && next->out_ok;
    v->leaf = link->leaf;
    v->has_leaf = v->trusted = true;
    if (!link->stored_ok && link->out_ok && link->has_next) {
        v->fault = CHAIN_LEAF;
    } else if (!link->stored_ok) {
        v->fault = CHAIN_ALTERED;
        v->leaf = link->has_next && (next_clean || !next) ? link->next : link->stored;
    } else if (!link->out_ok && (next_clean || !next)) {
        v->fault = CHAIN_REWRITTEN;
        v->leaf = link->next;
    }
    if (v->fault == CHAIN_OK)
        v->fault = check_header(chain, v);
    v->trusted = v->fault != CHAIN_ALTERED && v->fault != CHAIN_REWRITTEN && v->fault != CHAIN_MALFORMED;
    grow(chain, v, &link->leaf);
    remember(chain, v);
    chain->before = v->leaf;
    chain->has_before = true;
    tell(chain, v);
}

static void drop_first(struct chain *chain)
{
    chain->window[0] = chain->window[1];
    chain->window_count--;
}

/* Settles all that wait: nothing known follows them. */
static void flush(struct chain *chain)
{
    if (chain->window_count > 0)
        evaluate(chain->window[chain->window_count - 1]);
    if (chain->window_count == 2) {
        settle(chain, chain->window[0], chain->window[1]);
        drop_first(chain);
    }
    if (chain->window_count == 1) {
        settle(chain, chain->window[0], NULL);
        chain->window_count = 0;
    }
}

static void place(struct chain *chain, struct chain_link *link, uint64_t seq)
{
    link->verdict.seq = link->verdict.last = seq;
    if (chain->window_count > 0) {
        struct chain_link *last = chain->window[chain->window_count - 1];
        last->has_next = link->has_prev;
        last->next = link->prev;
        evaluate(last);
    }
    if (chain->window_count == 2) {
        settle(chain, chain->window[0], chain->window[1]);
        drop_first(chain);
    }
    chain->window[chain->window_count++] = link;
    chain->next = seq + 1;
}

/* Nothing stands from chain->next to seq - 1. The leaf of a single lost record is the prev of the one behind it. */
static void skip_to(struct chain *chain, uint64_t seq, const struct digest *leaf)
{
    assert(chain->gap_count < CHAIN_GAPS);
    struct chain_verdict *v = &chain->gap[chain->gap_count++];
    *v = (struct chain_verdict){.fault = CHAIN_MISSING, .seq = chain->next, .last = seq - 1, .stored_at = chain->next};
    flush(chain);
    chain->has_before = false;
    if (leaf && seq == chain->next + 1) {
        v->has_leaf = chain->has_before = true;
        v->leaf = chain->before = *leaf;
        grow(chain, v, leaf);
    } else {
        chain->tree_known = false;
    }
    chain->actual_known = false;
    chain->next = seq;
    tell(chain, v);
}

void chain_add_lost(struct chain *chain, uint64_t seq, const struct digest *leaf)
{
    free_verdicts(chain);
    if (seq > chain->next)
        skip_to(chain, seq, NULL);
    if (seq == chain->next)
        skip_to(chain, seq + 1, leaf);
}

/* ---- where a row belongs ---- */

static void read_row(const struct chain_row *row, struct chain_link *link)
{
    struct chain_verdict *v = &link->verdict;
    v->fault = CHAIN_OK;
    v->stored_at = row->seq;
    v->columns = 0;
    v->ends_tile = v->has_root_before = false;
    record_leaf(row->record, &link->leaf);
    link->has_stored = row->leaf != NULL;
    if (row->leaf)
        link->stored = *row->leaf;
    link->has_next = false;
    link->has_prev = row->record.size >= RECORD_HEADER;
    if (link->has_prev)
        memcpy(link->prev.b, row->record.data + RECORD_PREV_AT, sizeof link->prev.b);
    v->has_header = !FAILED(record_decode_header(row->record, &v->header));
    evaluate(link);
    if (!row->has_columns || !v->has_header)
        return;
    v->columns |= row->kind != v->header.kind ? CHAIN_COLUMN_KIND : 0U;
    v->columns |= row->recorded_at != v->header.recorded_at ? CHAIN_COLUMN_TIME : 0U;
    v->columns |= memcmp(row->event_id.b, v->header.event_id.b, sizeof row->event_id.b) != 0 ? CHAIN_COLUMN_EVENT : 0U;
}

/* The leaf of the record placed last, `back` = 0, or the one before it, `back` = 1; false when it is not known. */
static bool leaf_before(const struct chain *chain, uint32_t back, struct digest *ret_leaf)
{
    if (chain->window_count > back)
        *ret_leaf = chain->window[chain->window_count - 1 - back]->leaf;
    else if (chain->window_count == back && chain->has_before)
        *ret_leaf = chain->before;
    else
        return false;
    return true;
}

static bool follows(const struct chain *chain, const struct chain_link *link, uint32_t back)
{
    struct digest leaf;
    return link->has_prev && leaf_before(chain, back, &leaf) && digest_equal(&leaf, &link->prev);
}

static void tell_apart(struct chain *chain, struct chain_link *link, enum chain_fault fault)
{
    struct chain_verdict *v = &link->verdict;
    v->fault = fault;
    v->leaf = link->leaf;
    v->has_leaf = true;
    v->trusted = false;
    tell(chain, v);
}

/* The record placed last turns out to stand between two that follow each other. */
static void replace_last(struct chain *chain, struct chain_link *link)
{
    struct chain_link *inserted = chain->window[--chain->window_count];
    inserted->verdict.seq = inserted->verdict.last = link->verdict.header.seq;
    tell_apart(chain, inserted, CHAIN_INSERTED);
    chain->next--;
    if (chain->window_count > 0)
        chain->window[chain->window_count - 1]->has_next = false;
    chain->shift = (int64_t)(chain->next - link->verdict.stored_at);
    place(chain, link, chain->next);
}

/* A row whose bytes are what its leaf says: its header says where it belongs. */
static void add_by_header(struct chain *chain, struct chain_link *link)
{
    const struct record_header *h = &link->verdict.header;
    const uint64_t here = link->verdict.stored_at + (uint64_t)chain->shift;
    const bool ours = h->community == chain->community;
    const bool in_line = here == chain->next && follows(chain, link, 0);
    if (h->seq != chain->next || !ours) {
        if (in_line) {
            place(chain, link, chain->next);
            return;
        }
        if (ours && h->seq + 1 == chain->next && chain->window_count > 0 && follows(chain, link, 1)) {
            replace_last(chain, link);
            return;
        }
        if (!ours || h->seq < chain->next) {
            link->verdict.seq = link->verdict.last = here;
            tell_apart(chain, link, CHAIN_MOVED);
            return;
        }
        skip_to(chain, h->seq, link->has_prev ? &link->prev : NULL);
    }
    chain->shift = (int64_t)(h->seq - link->verdict.stored_at);
    place(chain, link, h->seq);
}

void chain_add(struct chain *chain, const struct chain_row *row)
{
    free_verdicts(chain);
    struct chain_link *link = free_slot(chain);
    read_row(row, link);
    if (link->stored_ok && link->verdict.has_header) {
        add_by_header(chain, link);
        return;
    }
    const uint64_t here = row->seq + (uint64_t)chain->shift;
    if (here < chain->next) {
        link->verdict.seq = link->verdict.last = here;
        tell_apart(chain, link, CHAIN_MOVED);
        return;
    }
    if (here > chain->next)
        skip_to(chain, here, link->has_prev ? &link->prev : NULL);
    place(chain, link, here);
}

/* ---- the end ---- */

static bool root_with(const struct tree_frontier *tree, const struct digest *leaf, const struct digest *root)
{
    struct tree_frontier longer = *tree;
    struct digest found;
    tree_append(&longer, leaf);
    tree_root(&longer, &found);
    return digest_equal(&found, root);
}

/* The last record and the head disagree about its leaf: the head's root says which of them was changed. */
static void ask_root(struct chain *chain, const struct chain_head *head)
{
    struct chain_link *last = chain->window[0];
    if (!last->stored_ok || last->out_ok || !chain->tree_known)
        return;
    if (!root_with(&chain->tree, &last->next, head->root)) {
        last->has_next = false; /* the head is wrong, or more than this record: the head's finding tells */
        evaluate(last);
    }
}

void chain_end(struct chain *chain, const struct chain_head *head)
{
    free_verdicts(chain);
    if (chain->window_count == 0)
        return;
    struct chain_link *last = chain->window[chain->window_count - 1];
    last->has_next = head && head->leaf && head->size == chain->next;
    if (last->has_next)
        last->next = *head->leaf;
    evaluate(last);
    if (chain->window_count == 2) {
        settle(chain, chain->window[0], chain->window[1]);
        drop_first(chain);
    }
    if (head)
        ask_root(chain, head);
    settle(chain, chain->window[0], NULL);
    chain->window_count = 0;
}
