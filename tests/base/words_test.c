/* The domain's words: every code has a name in both languages, other codes have a question mark. */
#include "base/words.c"

#include "tests/base/expect.h"

static void funds_go_and_come(void **state)
{
    (void)state;
    for (uint16_t fund = FUND_MF; fund <= FUND_OP; fund++) {
        uint16_t read = 0;
        MUST(fund_parse(fund_code(fund), &read));
        assert_int_equal(read, fund);
        assert_string_not_equal(fund_name(fund, LANGUAGE_ZH), fund_name(fund, LANGUAGE_EN));
    }
    assert_string_equal(fund_code(FUND_PI), "PI");
    assert_string_equal(fund_name(FUND_PI, LANGUAGE_ZH), "公共收益");
}

static void other_funds_are_unknown(void **state)
{
    (void)state;
    uint16_t fund = 7;
    EXPECT(fund_parse("pi", &fund), fund, unknown);
    EXPECT(fund_parse("", &fund), fund, unknown);
    assert_int_equal(fund, 7);
    assert_string_equal(fund_code(0), "?");
    assert_string_equal(fund_code(5), "?");
    assert_string_equal(fund_name(0, LANGUAGE_ZH), "?");
    assert_string_equal(fund_name(5, LANGUAGE_EN), "?");
}

static void voucher_words(void **state)
{
    (void)state;
    static const char *const rows[] = {"?", "记", "收", "付", "转", "结", "初", "?"};
    for (int i = 0; i < 8; i++)
        assert_string_equal(word_name(i), rows[i]);
    assert_string_equal(word_name(-1), "?");
}

static void streams_and_uses_have_names(void **state)
{
    (void)state;
    for (int i = 0; i <= STREAM_MAX; i++)
        assert_string_not_equal(stream_name(i, LANGUAGE_ZH), stream_name(i, LANGUAGE_EN));
    assert_string_equal(stream_name(1, LANGUAGE_ZH), "地面车位月租");
    assert_string_equal(stream_name(STREAM_MAX + 1, LANGUAGE_ZH), stream_name(0, LANGUAGE_ZH));
    assert_string_equal(stream_name(-1, LANGUAGE_EN), stream_name(0, LANGUAGE_EN));
    assert_string_equal(use_name(2, LANGUAGE_ZH), "共有部分维修更新");
    assert_string_equal(use_name(-1, LANGUAGE_EN), use_name(0, LANGUAGE_EN));
    assert_string_equal(use_name(99, LANGUAGE_EN), use_name(0, LANGUAGE_EN));
}

static void dimensions_have_names(void **state)
{
    (void)state;
    assert_string_equal(dimension_name(DIMENSION_BANK_ACCOUNT), "bank_account");
    assert_string_equal(dimension_name(DIMENSION_STREAM), "stream");
    assert_string_equal(dimension_name(DIMENSION_CONTRACT), "contract");
    assert_string_equal(dimension_name(DIMENSION_PARTY), "party");
    assert_string_equal(dimension_name(0), "?");
    assert_string_equal(dimension_name(DIMENSION_WARRANTY), "warranty");
    assert_string_equal(dimension_name(DIMENSION_WARRANTY + 1), "?");
}

static void contracts_and_assets_go_and_come(void **state)
{
    (void)state;
    uint16_t read = 0;
    for (int reason = CONTRACT_AGREED; reason <= CONTRACT_OTHER; reason++) {
        MUST(contract_reason_parse(contract_reason_code(reason), &read));
        assert_int_equal(read, reason);
        assert_string_not_equal(contract_reason_name(reason, LANGUAGE_ZH), contract_reason_name(reason, LANGUAGE_EN));
    }
    for (int kind = ASSET_PARKING; kind <= ASSET_OTHER; kind++) {
        MUST(asset_kind_parse(asset_kind_code(kind), &read));
        assert_int_equal(read, kind);
        assert_string_not_equal(asset_kind_name(kind, LANGUAGE_ZH), asset_kind_name(kind, LANGUAGE_EN));
    }
    read = 7;
    EXPECT(contract_reason_parse("whim", &read), contract, reason);
    EXPECT(asset_kind_parse("", &read), asset, kind);
    assert_int_equal(read, 7);
    assert_string_equal(contract_reason_code(0), "?");
    assert_string_equal(contract_reason_name(5, LANGUAGE_ZH), "?");
    assert_string_equal(asset_kind_code(7), "?");
    assert_string_equal(asset_kind_name(0, LANGUAGE_EN), "?");
}

static void placements_go_and_come(void **state)
{
    (void)state;
    uint16_t read = 0;
    for (int kind = PLACEMENT_DEPOSIT; kind <= PLACEMENT_BOND; kind++) {
        MUST(placement_kind_parse(placement_kind_code(kind), &read));
        assert_int_equal(read, kind);
        assert_string_not_equal(placement_kind_name(kind, LANGUAGE_ZH), placement_kind_name(kind, LANGUAGE_EN));
    }
    for (int market = PLACEMENT_INTERBANK; market <= PLACEMENT_COUNTER; market++) {
        MUST(placement_market_parse(placement_market_code(market), &read));
        assert_int_equal(read, market);
        assert_string_not_equal(placement_market_name(market, LANGUAGE_ZH), placement_market_name(market, LANGUAGE_EN));
    }
    read = 7;
    EXPECT(placement_kind_parse("stock", &read), placement, kind);
    EXPECT(placement_market_parse("exchange", &read), placement, market);
    assert_int_equal(read, 7);
    assert_string_equal(placement_kind_code(0), "?");
    assert_string_equal(placement_kind_name(3, LANGUAGE_ZH), "?");
    assert_string_equal(placement_market_code(3), "?");
    assert_string_equal(placement_market_name(0, LANGUAGE_EN), "?");
}

static void documents_go_and_come(void **state)
{
    (void)state;
    uint16_t read = 0;
    for (int type = DOCUMENT_STATEMENT; type <= DOCUMENT_OTHER; type++) {
        MUST(document_type_parse(document_type_code(type), &read));
        assert_int_equal(read, type);
        assert_string_not_equal(document_type_name(type, LANGUAGE_ZH), document_type_name(type, LANGUAGE_EN));
    }
    for (int visibility = VISIBILITY_WITHHELD; visibility <= VISIBILITY_REDACTED; visibility++) {
        MUST(visibility_parse(visibility_code(visibility), &read));
        assert_int_equal(read, visibility);
        assert_string_not_equal(visibility_name(visibility, LANGUAGE_ZH), visibility_name(visibility, LANGUAGE_EN));
    }
}

static void other_documents_are_unknown(void **state)
{
    (void)state;
    uint16_t read = 9;
    EXPECT(document_type_parse("Invoice", &read), document, kind);
    EXPECT(visibility_parse("", &read), document, visibility);
    assert_int_equal(read, 9);
    assert_string_equal(document_type_code(0), "?");
    assert_string_equal(document_type_code(DOCUMENT_OTHER + 1), "?");
    assert_string_equal(document_type_name(0, LANGUAGE_ZH), "?");
    assert_true(document_type_is_shared(DOCUMENT_CONTRACT));
    assert_false(document_type_is_shared(DOCUMENT_INVOICE));
    assert_string_equal(visibility_code(0), "?");
    assert_string_equal(visibility_code(VISIBILITY_REDACTED + 1), "?");
    assert_string_equal(visibility_name(-1, LANGUAGE_ZH), "?");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(funds_go_and_come),
        cmocka_unit_test(other_funds_are_unknown),
        cmocka_unit_test(voucher_words),
        cmocka_unit_test(streams_and_uses_have_names),
        cmocka_unit_test(dimensions_have_names),
        cmocka_unit_test(contracts_and_assets_go_and_come),
        cmocka_unit_test(placements_go_and_come),
        cmocka_unit_test(documents_go_and_come),
        cmocka_unit_test(other_documents_are_unknown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
