/* Any bytes given to file_type_check end in a type or a refusal that says why: no crash, no hang. With FUZZ_REPLAY the
 * file has a main that changes minimal files of each type, byte by byte, and gives it every one. */
#include "base/file/file_type.h"
#include "tests/base/file/file_sample.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum file_type type = (enum file_type)0;
    const char *reason = NULL;
    const bool refused = FAILED(file_type_check(BYTES(data, size), &type, &reason));
    assert(refused ? reason != NULL : type >= FILE_TYPE_PDF && type <= FILE_TYPE_XML);
    return 0;
}

#ifdef FUZZ_REPLAY
/* Every byte of the file set to every value that matters to a reader, and every cut; on exact memory. */
static void replay(const struct sample_file *file)
{
    static const uint8_t values[] = {0x00, 0x01, 0x7F, 0x80, 0xFE, 0xFF, '<', '&', 'P'};
    uint8_t *exact = malloc(file->size);
    assert(exact);
    for (size_t at = 0; at < file->size; at++) {
        for (size_t v = 0; v < LENGTH(values); v++) {
            memcpy(exact, file->data, file->size);
            exact[at] = values[v];
            (void)LLVMFuzzerTestOneInput(exact, file->size);
        }
        uint8_t *cut = malloc(at + 1);
        assert(cut);
        memcpy(cut, file->data, at + 1);
        (void)LLVMFuzzerTestOneInput(cut, at + 1);
        free(cut);
    }
    free(exact);
}

int main(void)
{
    static struct sample_file file;
    sample_pdf(&file);
    replay(&file);
    sample_jpeg(&file);
    replay(&file);
    sample_png(&file);
    replay(&file);
    sample_ofd(&file, NULL);
    replay(&file);
    file.size = 0;
    SAMPLE_PUT(
        &file,
        "<?xml version=\"1.0\" encoding=\"GBK\"?><a b='&lt;'>\x81\x30\x81\x30<![CDATA[x]]><!-- c --><b/>&#20013;</a>");
    replay(&file);
    return 0;
}
#endif
