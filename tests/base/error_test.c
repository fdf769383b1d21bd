/* The registry of refusals, row by row, and the texts filled with details. */
#include "base/error.c"

#include "tests/base/expect.h"

#define EACH_ROW(info)                                                                                                 \
    for (const struct error_info *info = error_at(0), *first_ = info; info;                                            \
         info = error_at((size_t)(info - first_) + 1))

static void numbers_and_names_are_unique(void **state)
{
    (void)state;
    EACH_ROW(a)
    {
        for (const struct error_info *b = error_at(0); b < a; b++) {
            assert_int_not_equal(a->code, b->code);
            assert_string_not_equal(a->name, b->name);
        }
    }
}

static void every_row_is_complete(void **state)
{
    (void)state;
    EACH_ROW(info)
    {
        assert_in_range(info->code, 1, 999);
        assert_in_range(info->stage, 1, 14);
        assert_in_range(info->status, 400, 503);
        assert_non_null(strchr(info->name, '.'));
        for (int language = LANGUAGE_ZH; language <= LANGUAGE_EN; language++) {
            assert_true(strlen(info->text[language]) > 3);
            assert_true(strlen(info->hint[language]) > 3);
        }
        assert_int_equal(info->family == ERROR_FAULT, info->status == 500);
    }
}

/* Sets every detail that the template names to its own name in angle brackets. */
static void set_all(struct error_detail *detail, const char *template)
{
    for (const char *open = strchr(template, '{'); open; open = strchr(open + 1, '{')) {
        const char *close = strchr(open, '}');
        assert_non_null(close);
        assert_in_range(close - open - 1, 1, ERROR_KEY_SIZE - 1);
        char key[ERROR_KEY_SIZE] = {0};
        memcpy(key, open + 1, (size_t)(close - open - 1));
        error_set(detail, key, "<%s>", key);
    }
}

static void every_placeholder_is_filled(void **state)
{
    (void)state;
    EACH_ROW(info)
    {
        for (enum language language = LANGUAGE_ZH; language <= LANGUAGE_EN; language++) {
            struct error_detail detail = {0};
            char text[1024], hint[1024];
            set_all(&detail, info->text[language]);
            set_all(&detail, info->hint[language]);
            error_text(info->code, &detail, language, text, sizeof text);
            error_hint(info->code, &detail, language, hint, sizeof hint);
            assert_null(strpbrk(text, "{}?"));
            assert_null(strpbrk(hint, "{}?"));
            for (size_t i = 0; i < detail.count; i++)
                assert_true(strstr(text, detail.item[i].value) || strstr(hint, detail.item[i].value));
        }
    }
}

static void both_languages_name_the_same_details(void **state)
{
    (void)state;
    EACH_ROW(info)
    {
        struct error_detail zh = {0}, en = {0};
        set_all(&zh, info->text[LANGUAGE_ZH]);
        set_all(&en, info->text[LANGUAGE_EN]);
        assert_int_equal(zh.count, en.count);
        for (size_t i = 0; i < zh.count; i++)
            assert_non_null(error_get(&en, zh.item[i].key));
    }
}

static void sqlstates_go_and_come(void **state)
{
    (void)state;
    EACH_ROW(info)
    {
        char sqlstate[16];
        (void)snprintf(sqlstate, sizeof sqlstate, "MZ%03d", (int)info->code);
        assert_int_equal(error_from_sqlstate(sqlstate), info->code);
        assert_ptr_equal(error_info(info->code), info);
    }
}

static void foreign_sqlstates_are_none_of_ours(void **state)
{
    (void)state;
    static const char *const rows[] = {"",       "40001", "MZ",    "MZ99",  "MZ000", "MZ999",
                                       "MZ0100", "MX100", "NZ100", "MZ1x0", "MZ 50", "mz100"};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_int_equal(error_from_sqlstate(rows[i]), ERROR_none);
}

static void unknown_codes_are_our_fault(void **state)
{
    (void)state;
    assert_int_equal(error_info((enum error)999)->code, ERROR_fault_internal);
    assert_string_equal(error_info(ERROR_none)->name, "fault.internal");
}

static void exit_statuses(void **state)
{
    (void)state;
    assert_int_equal(error_exit_status(ERROR_none), 0);
    assert_int_equal(error_exit_status(ERROR_fault_internal), 1);
    assert_int_equal(error_exit_status(ERROR_money_malformed), 2);
    assert_int_equal(error_exit_status(ERROR_entry_unbalanced), 3);
    assert_int_equal(error_exit_status(ERROR_database_unavailable), 6);
    assert_int_equal(error_exit_status(ERROR_database_again), 7);
}

static void details_are_replaced_by_name(void **state)
{
    (void)state;
    struct error_detail detail = {0};
    error_set(&detail, "line", "%d", 1);
    error_set(&detail, "line", "%d", 2);
    assert_int_equal(detail.count, 1);
    assert_string_equal(error_get(&detail, "line"), "2");
    assert_null(error_get(&detail, "file"));
}

static void the_oldest_detail_makes_room(void **state)
{
    (void)state;
    struct error_detail detail = {0};
    for (int i = 0; i <= ERROR_DETAILS; i++) {
        char key[ERROR_KEY_SIZE];
        (void)snprintf(key, sizeof key, "key%d", i);
        error_set(&detail, key, "%d", i);
    }
    assert_int_equal(detail.count, ERROR_DETAILS);
    assert_null(error_get(&detail, "key0"));
    assert_string_equal(error_get(&detail, "key1"), "1");
    assert_string_equal(error_get(&detail, "key24"), "24");
}

static void long_details_end_with_a_whole_character(void **state)
{
    (void)state;
    static const char *const unit[] = {"a", "é", "账", "𠮷"};
    for (size_t u = 0; u < sizeof unit / sizeof unit[0]; u++) {
        for (int shift = 0; shift < 4; shift++) {
            struct error_detail detail = {0};
            char value[1024] = "xxx";
            size_t used = (size_t)shift;
            for (int i = 0; i < 200; i++)
                used += (size_t)snprintf(value + used, sizeof value - used, "%s", unit[u]);
            error_set(&detail, "value", "%s", value);
            const size_t kept = strlen(error_get(&detail, "value")), width = strlen(unit[u]);
            assert_int_equal((kept - (size_t)shift) % width, 0);
            assert_in_range(kept, (size_t)shift + 200 < 240 ? (size_t)shift + 200 : 236, ERROR_VALUE_SIZE - 1);
            assert_memory_equal(error_get(&detail, "value"), value, kept);
        }
    }
}

static void missing_details_become_a_question_mark(void **state)
{
    (void)state;
    char text[256];
    error_text(ERROR_fault_internal, NULL, LANGUAGE_EN, text, sizeof text);
    assert_string_equal(text, "internal fault: ?");
}

static void short_room_cuts_at_a_character(void **state)
{
    (void)state;
    struct error_detail detail = {0};
    char whole[256];
    error_set(&detail, "reason", "账本");
    error_text(ERROR_fault_internal, &detail, LANGUAGE_ZH, whole, sizeof whole);
    assert_string_equal(whole, "程序内部错误：账本");
    for (size_t size = 1; size <= strlen(whole) + 1; size++) {
        char text[256];
        error_text(ERROR_fault_internal, &detail, LANGUAGE_ZH, text, size);
        assert_int_equal(strlen(text), (size - 1) / 3 * 3);
        assert_memory_equal(text, whole, strlen(text));
    }
}

static void braces_that_name_nothing_stay(void **state)
{
    (void)state;
    char out[64];
    fill("a {b", NULL, out, sizeof out);
    assert_string_equal(out, "a {b");
    fill("{a_key_that_is_much_too_long} b", NULL, out, sizeof out);
    assert_string_equal(out, "{a_key_that_is_much_too_long} b");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_and_names_are_unique),
        cmocka_unit_test(every_row_is_complete),
        cmocka_unit_test(every_placeholder_is_filled),
        cmocka_unit_test(both_languages_name_the_same_details),
        cmocka_unit_test(sqlstates_go_and_come),
        cmocka_unit_test(foreign_sqlstates_are_none_of_ours),
        cmocka_unit_test(unknown_codes_are_our_fault),
        cmocka_unit_test(exit_statuses),
        cmocka_unit_test(details_are_replaced_by_name),
        cmocka_unit_test(the_oldest_detail_makes_room),
        cmocka_unit_test(long_details_end_with_a_whole_character),
        cmocka_unit_test(missing_details_become_a_question_mark),
        cmocka_unit_test(short_room_cuts_at_a_character),
        cmocka_unit_test(braces_that_name_nothing_stay),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
