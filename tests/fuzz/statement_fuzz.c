/* Any bytes given to statement_read end in a statement or a refusal: no crash, no hang, no leak, and what is accepted
 * holds together. With FUZZ_REPLAY the file has a main that reads the files and folders named on its command line. */
#include "importers/parse/statement.h"

#include <assert.h>

enum { MEMORY = 256 << 20 };

/* What the contract promises of an accepted statement. */
static void check(const struct statement *statement, struct bytes file)
{
    assert(statement->count > 0 && statement->count <= STATEMENT_ROWS_MAX && statement->bank &&
           statement->account_number);
    for (uint32_t i = 0; i < statement->count; i++) {
        const struct statement_line *line = &statement->lines[i];
        assert(line->amount.fen != 0 && line->row > 0 && line->raw.size > 0);
        assert(line->raw.data >= file.data && line->raw.data + line->raw.size <= file.data + file.size);
        assert(i == 0 || !line->has_balance ||
               line->balance.fen == statement->lines[i - 1].balance.fen + line->amount.fen);
        assert(line->serial && line->party_name && line->party_account && line->summary && line->purpose &&
               line->voucher);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ctx ctx = {.arena = arena_new(MEMORY)};
    struct statement statement;
    assert(ctx.arena);
    if (!FAILED(statement_read(&ctx, "fuzz", BYTES(data, size), &statement)))
        check(&statement, BYTES(data, size));
    arena_free(&ctx.arena);
    return 0;
}

#ifdef FUZZ_REPLAY
#include <dirent.h>
#include <sys/stat.h>

static int replay(const char *path);

static int replay_folder(const char *path)
{
    struct dirent **names;
    const int count = scandir(path, &names, NULL, alphasort);
    int replayed = 0;
    for (int i = 0; i < count; i++) {
        char below[4096];
        (void)snprintf(below, sizeof below, "%s/%s", path, names[i]->d_name);
        replayed += names[i]->d_name[0] == '.' ? 0 : replay(below);
        free(names[i]);
    }
    if (count >= 0)
        free(names);
    return replayed;
}

/* The number of files given to the target. */
static int replay(const char *path)
{
    struct stat status;
    if (stat(path, &status) != 0)
        return 0;
    if (S_ISDIR(status.st_mode))
        return replay_folder(path);
    FILE *file = fopen(path, "rb");
    uint8_t *data = malloc((size_t)status.st_size + 1);
    assert(file && data);
    const size_t size = fread(data, 1, (size_t)status.st_size, file);
    (void)fclose(file);
    (void)LLVMFuzzerTestOneInput(data, size);
    free(data);
    return 1;
}

int main(int argc, char **argv)
{
    int replayed = 0;
    for (int i = 1; i < argc; i++)
        replayed += replay(argv[i]);
    (void)printf("%d files replayed\n", replayed);
    return replayed > 0 ? 0 : 1;
}
#endif
