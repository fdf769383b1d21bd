/* XML is taken when it is one well-formed document; whatever could expand or be executed is refused by name. */
#include "base/file/xml_outline.c"

#include "tests/base/expect.h"

static RESULT check(const char *text)
{
    const char *reason = NULL;
    const result checked = xml_check(BYTES(text, strlen(text)), &reason);
    assert_true(FAILED(checked) == (reason != NULL));
    return checked;
}

static void documents(void **state)
{
    static const char *const good[] = {
        "<a/>",
        "\xEF\xBB\xBF<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<!-- 发票 -->\n<发票 "
        "号码='25'>一<b>&amp;&#20013;&#x4E2D;</b></发票>\n",
        "<?xml version='1.0' standalone='yes' ?><a b = \"1\" c='2>3'><![CDATA[<x>&]]]]><!-- - --><?pi data?></a ><!-- "
        "end -->",
        "<x:y xmlns:x=\"u\"><x:z/></x:y>",
        "<?xml version=\"1.0\" encoding=\"gbk\"?><a>\xD6\xD0\x81\x30\x81\x30</a>",
        "<?xml version=\"1.0\" encoding=\"GB18030\"?><a><![CDATA[\x81]]]></a>", /* 0x81 0x5D is one character */
    };
    (void)state;
    for (size_t i = 0; i < LENGTH(good); i++)
        MUST(check(good[i]));
}

static void not_well_formed(void **state)
{
    static const char *const bad[] = {
        "<",
        "<a",
        "<a>",
        "<a></b>",
        "<a></ab>",
        "</a>",
        "<a/><b/>",
        "<a/>text",
        "text<a/>",
        "<a b/>",
        "<a b=1/>",
        "<a b='1/>",
        "<a b='<'/>",
        "<a b='1'c='2'/>",
        "<a>&nbsp;</a>",
        "<a>&#;</a>",
        "<a>&#12345678;</a>",
        "<a>&#x41</a>",
        "<a>&</a>",
        "<a><!-- </a>",
        "<a><![CDATA[ </a>",
        "<![CDATA[x]]><a/>",
        "<a><?xml version='1.0'?></a>",
        "<a><? ?></a>",
        "<a><?pi </a>",
        "<!-- only a comment -->",
        "<?xml version='1.0'",
        "<?xml version='1.0'?>",
        "<a>\x01</a>",
        "<a>\xFF</a>",
        "<a>\xC0\x80</a>",
        "<?xml version='1.0' encoding='UTF-16'?><a/>",
        "<?xml version='1.0' encoding='ISO-8859-1'?><a/>",
        "<?xml version='1.0' encoding='GBK'?><a>\xFF</a>",
        "<?xml version='1.0' encoding='GBK'?><a>\x81\x7F</a>",
        "<!X><a/>",
        "<>",
        "< a/>",
        "<a/ >",
        "\xFE\xFF",
    };
    (void)state;
    for (size_t i = 0; i < LENGTH(bad); i++)
        EXPECT(check(bad[i]), document, type_unknown);
}

static void nothing_is_expanded(void **state)
{
    (void)state;
    EXPECT(
        check(
            "<?xml version='1.0'?><!DOCTYPE lolz [<!ENTITY lol 'lol'><!ENTITY lol2 '&lol;&lol;'>]><lolz>&lol2;</lolz>"),
        document, bomb);
    EXPECT(check("<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>"), document, bomb);
    EXPECT(check("<!doctype html><p>"), document, bomb);
}

static void pages_for_browsers(void **state)
{
    static const char *const pages[] = {"<html><body/></html>", "<svg onload='x()'/>", "<h:HTML xmlns:h='u'/>",
                                        "<script>x()</script>", "<?xml-stylesheet href='x.xsl' type='text/xsl'?><a/>"};
    (void)state;
    for (size_t i = 0; i < LENGTH(pages); i++)
        EXPECT(check(pages[i]), document, executable);
}

static void depth_is_bounded(void **state)
{
    char text[XML_DEPTH_MAX * 7 + 16] = "";
    (void)state;
    for (int more = 0; more < 2; more++) {
        size_t used = 0;
        for (int i = 0; i < XML_DEPTH_MAX + more; i++, used += 3)
            memcpy(text + used, "<a>", 3);
        for (int i = 0; i < XML_DEPTH_MAX + more; i++, used += 4)
            memcpy(text + used, "</a>", 4);
        text[used] = '\0';
        if (more)
            EXPECT(check(text), document, bomb);
        else
            MUST(check(text));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(documents),          cmocka_unit_test(not_well_formed),  cmocka_unit_test(nothing_is_expanded),
        cmocka_unit_test(pages_for_browsers), cmocka_unit_test(depth_is_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
