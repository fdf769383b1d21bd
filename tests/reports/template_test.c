/* The template engine: what it writes, what it refuses, and that no placeholder of any template lets markup through. */
#include "reports/render/template.h"

#include "embed/web.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static const char hostile[] =
    "<script>alert(1)</script>\" onmouseover=\"alert(2)' onfocus='alert(3) javascript:alert(4) &lt; {{x}}\x01";

struct fixture {
    struct ctx ctx;
    struct template_scope *scope;
};

static int set_up(void **state)
{
    static struct fixture fixture;
    fixture = (struct fixture){.ctx = {.arena = arena_new(64 << 20)}};
    *state = &fixture;
    return (int)template_scope_new(fixture.ctx.arena, &fixture.scope).code;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    arena_free(&fixture->ctx.arena);
    return 0;
}

static result render(struct fixture *fixture, const char *text, const char **ret_text)
{
    const struct embedded file = {"t.html", text, strlen(text), ""}, part = {"part.html", "[{{a}}]", 7, ""};
    const struct embedded *const files[] = {&file, &part, NULL};
    struct buffer out;
    struct bytes done;
    buffer_init(&out, fixture->ctx.arena, 1 << 20);
    TRY(template_render(&fixture->ctx, files, "t.html", fixture->scope, &out));
    TRY(buffer_done(&out, &done));
    *ret_text = (const char *)done.data;
    return OK;
}

static void expect(struct fixture *fixture, const char *text, const char *wanted)
{
    const char *got = NULL;
    const result done = render(fixture, text, &got);
    if (FAILED(done))
        print_error("%s\n", error_get(&fixture->ctx.error, "reason"));
    assert_int_equal(done.code, ERROR_none);
    assert_string_equal(got, wanted);
}

static void refuse(struct fixture *fixture, const char *text)
{
    const char *got = NULL;
    assert_int_equal(render(fixture, text, &got).code, ERROR_fault_internal);
}

static void text_is_escaped(void **state)
{
    struct fixture *f = *state;
    assert_false(FAILED(template_text(f->scope, "a", "<b> & \"c\" 'd' {{e}}")));
    expect(f, "<p title=\"{{a}}\">{{a}}</p>",
           "<p title=\"&lt;b&gt; &amp; &quot;c&quot; &#39;d&#39; {{e}}\">&lt;b&gt; &amp; &quot;c&quot; &#39;d&#39; "
           "{{e}}</p>");
}

static void control_characters_become_blanks(void **state)
{
    struct fixture *f = *state;
    assert_false(FAILED(template_text(f->scope, "a", "x\x01y\x7fz\n")));
    expect(f, "{{a}}", "x y z\n");
}

static void sections_repeat_and_look_outwards(void **state)
{
    struct fixture *f = *state;
    struct template_scope *item;
    assert_false(FAILED(template_text(f->scope, "a", "out")));
    for (int i = 0; i < 2; i++) {
        assert_false(FAILED(template_item(f->scope, "list", &item)));
        assert_false(FAILED(template_text(item, "b", i ? "two" : "one")));
    }
    expect(f, "{{#list}}{{b}}-{{a}};{{/list}}{{^list}}none{{/list}}", "one-out;two-out;");
}

static void sections_of_one_name_nest(void **state)
{
    struct fixture *f = *state;
    struct template_scope *item, *inner;
    assert_false(FAILED(template_item(f->scope, "list", &item)));
    assert_false(FAILED(template_item(item, "list", &inner)));
    assert_false(FAILED(template_list(inner, "list")));
    expect(f, "{{#list}}a{{#list}}b{{^list}}c{{/list}}{{/list}}d{{/list}}", "abcd");
}

static void empty_list_and_empty_text_take_the_other_branch(void **state)
{
    struct fixture *f = *state;
    assert_false(FAILED(template_list(f->scope, "list")));
    assert_false(FAILED(template_text(f->scope, "text", NULL)));
    assert_false(FAILED(template_flag(f->scope, "on", true)));
    assert_false(FAILED(template_flag(f->scope, "off", false)));
    expect(
        f,
        "{{#list}}x{{/list}}{{^list}}1{{/list}}{{#text}}x{{/text}}{{^text}}2{{/text}}{{#on}}3{{/on}}{{^off}}4{{/off}}",
        "1234");
}

static void parts_share_the_values(void **state)
{
    struct fixture *f = *state;
    assert_false(FAILED(template_text(f->scope, "a", "v")));
    expect(f, "x{{>part.html}}y", "x[v]y");
}

static void addresses_are_ours_or_of_the_web(void **state)
{
    static const char *const bad[] = {"javascript:alert(1)", "JaVaScRiPt:1",  "data:text/html,x", "//evil.example",
                                      "/\\evil.example",     " javascript:1", "vbscript:1"};
    static const char *const good[] = {"/c/1", "#a", "?q=1", "https://example.org/", "http://example.org/"};
    for (size_t i = 0; i < LENGTH(bad) + LENGTH(good); i++) {
        struct fixture *f;
        const char *address = i < LENGTH(bad) ? bad[i] : good[i - LENGTH(bad)], *wanted;
        tear_down(state);
        assert_int_equal(set_up(state), 0);
        f = *state;
        assert_false(FAILED(template_text(f->scope, "a", address)));
        assert_false(FAILED(template_text(f->scope, "empty", "")));
        assert_false(FAILED(arena_print(f->ctx.arena, &wanted, "<a href=\"%s\">", i < LENGTH(bad) ? "#" : address)));
        expect(f, "<a href=\"{{a}}\">", wanted);
        expect(f, "<a href=\"{{empty}}{{a}}\">", wanted);
    }
}

static void values_may_not_stand_elsewhere(void **state)
{
    struct fixture *f = *state;
    assert_false(FAILED(template_text(f->scope, "a", "v")));
    assert_false(FAILED(template_list(f->scope, "list")));
    static const char *const wrong[] = {
        "<p {{a}}>",
        "<{{a}}>",
        "<p title={{a}}>",
        "<p title='{{a}}'>",
        "<style>{{a}}</style>",
        "<script>{{a}}</script>",
        "<!-- {{a}} -->",
        "{{nobody}}",
        "{{#nobody}}{{/nobody}}",
        "{{list}}",
        "{{#a}}",
        "{{/a}}",
        "{{a",
        "{{}}",
        "{{>none.html}}",
        "{{>t.html}}",
        "<p title=\"",
        "<p",
    };
    for (size_t i = 0; i < LENGTH(wrong); i++)
        refuse(f, wrong[i]);
    expect(f, "<style>a > b { c: \"d\" }</style><!-- \" -->{{a}}", "<style>a > b { c: \"d\" }</style><!-- \" -->v");
}

/* ---- every placeholder of every template ---- */

/* Sets every name of a template at the top: texts hostile, lists of one item; a name that is both is a text. */
static void set_all(struct fixture *f, const char *text, char kind)
{
    for (const char *at = strstr(text, "{{"); at; at = strstr(at + 2, "{{")) {
        const char *name, *start = at + 2;
        const bool section = *start == '#' || *start == '^';
        struct buffer probe;
        buffer_init(&probe, f->ctx.arena, 64);
        if (strchr("/>", *start) || section != (kind == '#'))
            continue;
        assert_false(FAILED(arena_text(f->ctx.arena, start + section, strcspn(start, "}") - section, &name)));
        assert_false(FAILED(section ? template_flag(f->scope, name, true) : template_text(f->scope, name, hostile)));
    }
}

static void no_template_lets_markup_through(void **state)
{
    struct fixture *f = *state;
    for (size_t i = 0; web_all[i]; i++)
        set_all(f, web_all[i]->text, 'a');
    for (size_t i = 0; web_all[i]; i++)
        set_all(f, web_all[i]->text, '#');
    static const char *const pages[] = {"home.html",    "community.html",   "disclosure.html",
                                        "problem.html", "report_file.html", "chart.html"};
    for (size_t i = 0; i < LENGTH(pages); i++) {
        struct buffer out;
        struct bytes done;
        buffer_init(&out, f->ctx.arena, 1 << 20);
        const result rendered = template_render(&f->ctx, web_all, pages[i], f->scope, &out);
        if (FAILED(rendered))
            print_error("%s\n", error_get(&f->ctx.error, "reason"));
        assert_false(FAILED(rendered));
        assert_false(FAILED(buffer_done(&out, &done)));
        const char *text = (const char *)done.data;
        assert_null(strstr(text, "<script"));
        assert_null(strstr(text, "\" onmouseover"));
        assert_null(strstr(text, "' onfocus"));
        assert_null(strstr(text, "=\"javascript"));
        assert_null(strstr(text, "href=\"&lt;"));
        assert_null(strstr(text, "{{#"));
        assert_non_null(strstr(text, "&lt;script&gt;"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        T(text_is_escaped),
        T(control_characters_become_blanks),
        T(sections_repeat_and_look_outwards),
        T(sections_of_one_name_nest),
        T(empty_list_and_empty_text_take_the_other_branch),
        T(parts_share_the_values),
        T(addresses_are_ours_or_of_the_web),
        T(values_may_not_stand_elsewhere),
        T(no_template_lets_markup_through),
#undef T
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
