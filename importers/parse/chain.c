#include "importers/parse/chain.h"

#include <stdlib.h>
#include <string.h>

struct edge { /* a line as a step between two balances */
    int64_t from, to;
    uint32_t line;
};

struct walk {
    const struct edge *edges; /* by `from`, equal ones in file order */
    uint32_t count;
    uint32_t *next;  /* at the first edge of a balance: how many of its edges are used */
    uint32_t *stack; /* edges of the path so far */
    uint32_t *path;  /* the finished path, last edge first */
};

static int compare_edges(const void *x, const void *y)
{
    const struct edge *a = x, *b = y;
    if (a->from != b->from)
        return a->from < b->from ? -1 : 1;
    return (a->line > b->line) - (a->line < b->line);
}

static int compare_numbers(const void *x, const void *y)
{
    const int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;
    return (a > b) - (a < b);
}

/* The first edge that does not leave a smaller balance. */
static uint32_t first_from(const struct walk *walk, int64_t from)
{
    uint32_t low = 0, high = walk->count;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        if (walk->edges[middle].from < from)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* An unused edge that leaves the balance, marked as used; count when there is none. */
static uint32_t take_from(const struct walk *walk, int64_t from)
{
    const uint32_t first = first_from(walk, from);
    if (first == walk->count)
        return walk->count;
    const uint32_t edge = first + walk->next[first];
    if (edge >= walk->count || walk->edges[edge].from != from)
        return walk->count;
    walk->next[first]++;
    return edge;
}

/* Hierholzer's walk: follow unused edges to a dead end, then go back and take the detours. Returns the length of the
 * path. */
static uint32_t walk_from(const struct walk *walk, int64_t start)
{
    uint32_t depth = 0, used = 0;
    for (;;) {
        const int64_t here = depth == 0 ? start : walk->edges[walk->stack[depth - 1]].to;
        const uint32_t edge = take_from(walk, here);
        if (edge < walk->count)
            walk->stack[depth++] = edge;
        else if (depth > 0)
            walk->path[used++] = walk->stack[--depth];
        else
            return used;
    }
}

/* The path is good when it uses all edges and each begins where the one before ended. */
static bool follows(const struct walk *walk, uint32_t used, int64_t start)
{
    int64_t here = start;
    for (uint32_t i = used; i > 0; i--) {
        const struct edge *edge = &walk->edges[walk->path[i - 1]];
        if (edge->from != here)
            return false;
        here = edge->to;
    }
    return used == walk->count;
}

/* A path that is no circle begins at the balance which is left once more than it is reached. */
static RESULT find_start(struct ctx *ctx, const struct walk *walk, int64_t *ret_start)
{
    int64_t *reached;
    TRY(ARENA_TAKE(ctx->arena, walk->count, &reached));
    for (uint32_t i = 0; i < walk->count; i++)
        reached[i] = walk->edges[i].to;
    qsort(reached, walk->count, sizeof *reached, compare_numbers);
    uint32_t i = 0, j = 0;
    while (i < walk->count) {
        const int64_t from = walk->edges[i].from;
        uint32_t left = 0, entered = 0;
        for (; i < walk->count && walk->edges[i].from == from; i++)
            left++;
        while (j < walk->count && reached[j] < from)
            j++;
        for (; j < walk->count && reached[j] == from; j++)
            entered++;
        if (left > entered) {
            *ret_start = from;
            return OK;
        }
    }
    return OK;
}

RESULT chain_order(struct ctx *ctx, struct statement_line *lines, uint32_t count, const money *start, bool *ret_found)
{
    struct edge *edges;
    struct statement_line *copy;
    struct walk walk = {.count = count};
    TRY(ARENA_TAKE(ctx->arena, count, &edges));
    TRY(ARENA_TAKE(ctx->arena, count, &walk.next));
    TRY(ARENA_TAKE(ctx->arena, count, &walk.stack));
    TRY(ARENA_TAKE(ctx->arena, count, &walk.path));
    for (uint32_t i = 0; i < count; i++)
        edges[i] = (struct edge){lines[i].balance.fen - lines[i].amount.fen, lines[i].balance.fen, i};
    int64_t first = start ? start->fen : edges[0].from;
    qsort(edges, count, sizeof *edges, compare_edges);
    walk.edges = edges;
    if (!start)
        TRY(find_start(ctx, &walk, &first));
    const uint32_t used = walk_from(&walk, first);
    *ret_found = follows(&walk, used, first);
    if (!*ret_found)
        return OK;
    TRY(ARENA_TAKE(ctx->arena, count, &copy));
    memcpy(copy, lines, count * sizeof *copy);
    for (uint32_t i = 0; i < count; i++)
        lines[i] = copy[edges[walk.path[count - 1 - i]].line];
    return OK;
}
