/* Tables of moves: their shape, and what is read from them. */
#include "rules/moves.c"

#include "tests/base/expect.h"

static const struct moves_state *find_state(const struct moves *moves, int code)
{
    return state_of(moves, code);
}

/* Codes are frozen in records: from none on without gap, the first state is that in which a matter is opened. */
static void every_table_is_well_formed(void **state)
{
    (void)state;
    for (size_t t = 0; moves_at(t); t++) {
        const struct moves *moves = moves_at(t);
        for (size_t i = 0; i < moves->state_count; i++) {
            assert_int_equal(moves->states[i].code, i);
            assert_true(moves->states[i].name[0] && moves->states[i].text[0][0] && moves->states[i].text[1][0]);
        }
        assert_true(moves_allow(moves, 0, 1));
        for (size_t i = 0; i < moves->count; i++) {
            const struct move *move = &moves->list[i];
            assert_true(find_state(moves, move->from) && find_state(moves, move->to) && move->roles != 0);
            assert_true(move->from != 0 || move->to == 1);
            assert_ptr_equal(moves_to(moves, move->from, move->verb, move->to), move);
        }
        assert_ptr_equal(moves_get(moves->noun), moves);
        assert_ptr_equal(moves_of_matter(moves->code), moves->code ? moves : NULL);
    }
}

/* From each state but the last ones something can be done, and each can be reached. */
static void every_state_is_reached(void **state)
{
    (void)state;
    for (size_t t = 0; moves_at(t); t++) {
        const struct moves *moves = moves_at(t);
        for (size_t s = 1; s < moves->state_count; s++) {
            bool reached = false;
            for (size_t i = 0; i < moves->count; i++)
                reached =
                    reached || (moves->list[i].to == moves->states[s].code && moves->list[i].from != moves->list[i].to);
            assert_true(reached);
        }
    }
}

static void a_table_answers(void **state)
{
    const struct moves *draft = moves_get("draft");
    const struct move *open[8];
    uint16_t code = 77;
    (void)state;
    const struct move *back = moves_find(draft, 2, "return");
    assert_true(back && back->to == 1);
    assert_null(moves_find(draft, 4, "return"));
    assert_null(moves_find(draft, 1, "approve"));
    assert_null(moves_to(draft, 2, "return", 3));
    assert_true(moves_allow(draft, 2, 3));
    assert_false(moves_allow(draft, 3, 2));
    assert_int_equal(moves_open(draft, 3, UINT32_MAX, open, 8), 3); /* withdraw, return, approve */
    assert_int_equal(moves_open(draft, 3, CHAIR, open, 8), 2);
    assert_string_equal(open[0]->verb, "return");
    assert_string_equal(open[1]->verb, "approve");
    assert_int_equal(moves_open(draft, 3, UINT32_MAX, open, 1), 1);
    assert_int_equal(moves_open(draft, 3, OWNER, open, 8), 0);
    assert_int_equal(moves_open(draft, 4, UINT32_MAX, open, 8), 0);
    assert_string_equal(moves_state_text(draft, 3, LANGUAGE_ZH), "已复核");
    assert_string_equal(moves_state_text(draft, 3, LANGUAGE_EN), "reviewed");
    assert_string_equal(moves_state_text(draft, 5, LANGUAGE_EN), "?");
    assert_string_equal(moves_state_name(draft, 4), "posted");
    assert_string_equal(moves_state_name(draft, -1), "?");
    assert_true(moves_state_parse(draft, "reviewed", &code));
    assert_int_equal(code, 3);
    assert_false(moves_state_parse(draft, "none", &code));
    assert_false(moves_state_parse(draft, "lost", &code));
    assert_int_equal(code, 3);
    assert_null(moves_of_matter(0));
    assert_null(moves_of_matter(999));
    assert_null(moves_at(LENGTH(tables)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_table_is_well_formed),
                                       cmocka_unit_test(every_state_is_reached), cmocka_unit_test(a_table_answers)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
