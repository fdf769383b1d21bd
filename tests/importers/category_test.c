#include "importers/category.c"

#include "embed/rules.h"
#include "tests/importers/sample.h"

/* ---- the rules that come with the program ---- */

struct everyday { /* what a bank line says, and where it belongs */
    int fund;
    bool incoming;
    const char *text, *account;
    int stream;
};

static const struct everyday everyday[] = {
    {FUND_PI, true, "1月地面车位月租", "4001", 1},
    {FUND_PI, true, "车位费 3幢201", "4001", 1},
    {FUND_PI, true, "地面车位月租微信收款", "4001", 1},
    {FUND_PI, true, "临时停车费 1月5日", "4002", 2},
    {FUND_PI, true, "停车场收入", "4002", 2},
    {FUND_PI, true, "2024年电梯广告费", "4003", 3},
    {FUND_PI, true, "大堂广告", "4003", 3},
    {FUND_PI, true, "上半年道闸广告费", "4004", 4},
    {FUND_PI, true, "灯箱租金", "4004", 4},
    {FUND_PI, true, "架空层出租", "4005", 5},
    {FUND_PI, true, "经营用房租金", "4005", 5},
    {FUND_PI, true, "家电展销场地使用费", "4006", 6},
    {FUND_PI, true, "摊位费", "4006", 6},
    {FUND_PI, true, "快递柜场地费", "4007", 7},
    {FUND_PI, true, "自动售货机进场费", "4008", 8},
    {FUND_PI, true, "旧衣回收箱", "4008", 8},
    {FUND_PI, true, "共享充电宝", "4008", 8},
    {FUND_PI, true, "充电桩收入", "4009", 9},
    {FUND_PI, true, "电动车充电服务费", "4009", 9},
    {FUND_PI, true, "通信基站租金", "4010", 10},
    {FUND_PI, true, "室分机房场地租金", "4010", 10},
    {FUND_PI, true, "游泳池承包", "4011", 11},
    {FUND_PI, true, "会所租金", "4011", 11},
    {FUND_PI, true, "道闸损坏赔偿", "4012", 12},
    {FUND_PI, true, "保险理赔款", "4012", 12},
    {FUND_PI, true, "结息", "4013", 13},
    {FUND_PI, true, "第一季度利息", "4013", 13},
    {FUND_PI, true, "旧电梯残值", "230101", 0}, /* P14 belongs to the maintenance fund */
    {FUND_PI, true, "广告合同违约金", "4015", 15},
    {FUND_PI, true, "没收装修押金", "4015", 15},
    {FUND_PI, true, "老旧小区补助", "4016", 16},
    {FUND_PI, true, "业主捐赠", "4016", 16},
    {FUND_PI, true, "废品回收承包款", "4017", 17},
    {FUND_PI, true, "电梯广告押金", "224101", 0},
    {FUND_PI, true, "来款", "224103", 0},
    {FUND_PI, true, "充电桩电费退款", "224103", 0}, /* looks like income and is none */
    {FUND_PI, true, "地下车位费", "224103", 0},     /* whose place is it? */
    {FUND_PI, true, "广告费", "224103", 0},         /* in the lift or at the gate? */
    {FUND_PI, false, "退装修押金", "224101", 0},
    {FUND_PI, false, "投标保证金退还", "224101", 0},
    {FUND_PI, false, "1月账户管理费", "6101", 0},
    {FUND_PI, false, "回单工本费", "6101", 0},
    {FUND_PI, false, "上季度公共收益转维修资金", "6001", 0},
    {FUND_PI, false, "拨付工作经费", "680104", 0},
    {FUND_PI, false, "缴增值税及附加税", "5101", 0},
    {FUND_PI, false, "车位划线", "500105", 1},
    {FUND_PI, false, "道闸系统服务费", "500203", 2},
    {FUND_PI, false, "临停提成", "500204", 2},
    {FUND_PI, false, "道闸维修", "500205", 2},
    {FUND_PI, false, "电梯广告提成", "500304", 3},
    {FUND_PI, false, "户外广告提成", "500404", 4},
    {FUND_PI, false, "灯箱电费", "500402", 4},
    {FUND_PI, false, "架空层电费", "500502", 5},
    {FUND_PI, false, "展销清洁", "500609", 6},
    {FUND_PI, false, "快递柜电费", "500702", 7},
    {FUND_PI, false, "售水机电费", "500802", 8},
    {FUND_PI, false, "12月充电桩电费", "500902", 9},
    {FUND_PI, false, "充电桩维修", "500905", 9},
    {FUND_PI, false, "机房电费", "501002", 10},
    {FUND_PI, false, "救生员工资", "501101", 11},
    {FUND_PI, false, "垃圾分拣", "501701", 17},
    {FUND_PI, false, "公众责任险保费", "6008", 0},
    {FUND_PI, false, "公共收益审计费", "6006", 0},
    {FUND_PI, false, "代理记账费", "6007", 0},
    {FUND_PI, false, "招标代理服务费", "6007", 0},
    {FUND_PI, false, "诉讼费", "6015", 0},
    {FUND_PI, false, "委员补贴", "6004", 0},
    {FUND_PI, false, "业委会秘书工资", "6005", 0},
    {FUND_PI, false, "抵扣物业费", "6014", 0},
    {FUND_PI, false, "中秋慰问", "6013", 0},
    {FUND_PI, false, "元宵业主活动费", "6010", 0},
    {FUND_PI, false, "公共电费分摊", "6009", 0},
    {FUND_PI, false, "业委会办公费", "6003", 0},
    {FUND_PI, false, "业主大会表决票印刷", "6003", 0},
    {FUND_PI, false, "电梯大修维修费首付款", "6002", 0},
    {FUND_PI, false, "屋面防水", "6002", 0},
    {FUND_PI, false, "付款", "122109", 0},
    {FUND_MF, true, "上季度公共收益转入维修资金", "420101", 0},
    {FUND_MF, true, "结息", "410101", 0},
    {FUND_MF, true, "公有住房结息", "410102", 0},
    {FUND_MF, true, "国债利息", "410201", 0},
    {FUND_MF, true, "旧电梯残值", "430101", 0},
    {FUND_MF, false, "账户管理费", "590101", 0},
    {FUND_MF, true, "来款", NULL, 0},
    {FUND_MF, false, "维修费", NULL, 0}, /* needs its unit lines */
    {FUND_OP, true, "公共收益转入", "480102", 0},
    {FUND_OP, true, "结息", "4013", 13},
    {FUND_OP, false, "委员津贴", "6004", 0},
    {FUND_OP, false, "办公用品", "6003", 0},
    {FUND_OP, false, "不明支出", "122109", 0},
};

static const struct category_rules *defaults(struct ctx *ctx)
{
    const struct category_rules *rules;
    MUST(category_load(ctx, rules_default.name, BYTES(rules_default.text, rules_default.size), &rules));
    return rules;
}

static struct statement_line line_of(bool incoming, const char *summary, const char *purpose, const char *party)
{
    return (struct statement_line){
        .amount = FEN(incoming ? 100 : -100), .summary = summary, .purpose = purpose, .party_name = party};
}

static void is_decided(const struct category_rules *rules, const struct everyday *e, const struct statement_line *line)
{
    struct category_decision decision;
    category_match(rules, e->fund, line, &decision);
    const bool same =
        e->account && decision.account ? strcmp(e->account, decision.account) == 0 : e->account == decision.account;
    if (!same || decision.stream != e->stream)
        fail_msg("%s: %s stream %d by %s", e->text, decision.account ? decision.account : "nothing", decision.stream,
                 decision.rule ? decision.rule : "no rule");
    const bool suspense = e->account && (strcmp(e->account, "224103") == 0 || strcmp(e->account, "122109") == 0);
    assert_int_equal(decision.suspense, suspense);
}

static void everyday_texts_find_their_account(void **state)
{
    struct ctx ctx = sample_ctx(state);
    const struct category_rules *rules = defaults(&ctx);
    for (size_t i = 0; i < LENGTH(everyday); i++) {
        const struct everyday *e = &everyday[i];
        const struct statement_line in_purpose = line_of(e->incoming, "转账", e->text, ""),
                                    in_summary = line_of(e->incoming, e->text, "", "");
        is_decided(rules, e, &in_purpose);
        is_decided(rules, e, &in_summary);
    }
}

static void every_stream_has_a_rule_of_income(void **state)
{
    struct ctx ctx = sample_ctx(state);
    const struct category_rules *rules = defaults(&ctx);
    for (int stream = 1; stream <= STREAM_MAX; stream++) {
        char account[8];
        size_t i = 0;
        (void)snprintf(account, sizeof account, "40%02d", stream);
        while (i < rules->count && (strcmp(rules->items[i].account, account) != 0 || rules->items[i].stream != stream))
            i++;
        if (i == rules->count && stream != 14) /* scrap is no income of this fund */
            fail_msg("stream %d has no rule", stream);
    }
}

/* 40nn and 50nn carry the stream in their code. */
static void streams_fit_their_accounts(void **state)
{
    struct ctx ctx = sample_ctx(state);
    const struct category_rules *rules = defaults(&ctx);
    for (size_t i = 0; i < rules->count; i++) {
        const struct rule *rule = &rules->items[i];
        const char *account = rule->account;
        const bool carries =
            rule->fund == FUND_PI && (strncmp(account, "40", 2) == 0 || strncmp(account, "50", 2) == 0);
        const int stream = carries                 ? (account[2] - '0') * 10 + account[3] - '0'
                           : rule->fund == FUND_PI ? 0
                                                   : rule->stream;
        if (rule->stream != stream)
            fail_msg("%s: stream %d, account %s", rule->name, rule->stream, account);
    }
}

static void the_payer_alone_may_decide(void **state)
{
    struct ctx ctx = sample_ctx(state);
    const struct statement_line tower = line_of(true, "转账", "租金", "中国铁塔股份有限公司浙江省分公司");
    struct category_decision decision;
    category_match(defaults(&ctx), FUND_PI, &tower, &decision);
    assert_string_equal(decision.account, "4010");
    assert_string_equal(decision.rule, "通信基站 按户名");
}

/* ---- rule files ---- */

#define RULE                                                                                                           \
    "{\"name\":\"n\",\"fund\":\"PI\",\"direction\":\"in\",\"any\":[\"summary\"],\"contains\":[\"a\"],"                 \
    "\"then\":{\"account\":\"4001\",\"stream\":1}}"

static result load(struct ctx *ctx, const char *rules, const struct category_rules **ret_rules)
{
    const char *text;
    MUST(arena_print(ctx->arena, &text, "{\"rules\":[%s]}", rules));
    return category_load(ctx, "r.json", BYTES(text, strlen(text)), ret_rules);
}

static void the_first_match_wins(void **state)
{
    struct ctx ctx = sample_ctx(state);
    const struct category_rules *rules;
    struct category_decision decision;
    const struct statement_line line = line_of(true, "xay", "", ""), other = line_of(false, "xay", "", "");
    MUST(load(
        &ctx,
        "{\"name\":\"first\",\"fund\":\"PI\",\"direction\":\"in\",\"any\":[\"summary\"],\"contains\":[\"q\",\"ay\"],"
        "\"then\":{\"account\":\"4901\"}}," RULE,
        &rules));
    category_match(rules, FUND_PI, &line, &decision);
    assert_string_equal(decision.rule, "first");
    category_match(rules, FUND_PI, &other, &decision);
    assert_true(decision.suspense);
}

static void all_means_each_word(void **state)
{
    struct ctx ctx = sample_ctx(state);
    const struct category_rules *rules;
    struct category_decision decision;
    const struct statement_line both = line_of(true, "1 a 2", "", ""), one = line_of(true, "1 2", "", "");
    MUST(load(&ctx,
              "{\"name\":\"n\",\"fund\":\"PI\",\"direction\":\"in\",\"any\":[\"summary\"],\"contains\":[\"1\",\"9\"],"
              "\"all\":[\"a\",\"2\"],\"then\":{\"account\":\"4901\"}}",
              &rules));
    category_match(rules, FUND_PI, &both, &decision);
    assert_string_equal(decision.account, "4901");
    category_match(rules, FUND_PI, &one, &decision);
    assert_true(decision.suspense);
}

static void only_named_fields_are_looked_at(void **state)
{
    struct ctx ctx = sample_ctx(state);
    const struct category_rules *rules;
    struct category_decision decision;
    const struct statement_line line = line_of(true, "x", "a", "a");
    MUST(load(&ctx, RULE, &rules));
    category_match(rules, FUND_PI, &line, &decision);
    assert_true(decision.suspense);
}

/* The good rule with one piece replaced. */
static void refuses(void **state, const char *from, const char *to, enum error code)
{
    struct ctx ctx = sample_ctx(state);
    const struct category_rules *rules;
    const char *text, *at = strstr(RULE, from);
    assert_non_null(at);
    MUST(arena_print(ctx.arena, &text, RULE ",%.*s%s%s", (int)(at - RULE), RULE, to, at + strlen(from)));
    const result loaded = load(&ctx, text, &rules);
    if (loaded.code != code)
        fail_msg("%s: %s", to, error_info(loaded.code)->name);
    assert_string_equal(error_get(&ctx.error, "line"), "2");
    assert_string_equal(error_get(&ctx.error, "file"), "r.json");
}

static void wrong_rules_are_refused_by_number(void **state)
{
    refuses(state, "\"name\"", "\"nane\"", ERROR_field_unknown);
    refuses(state, "\"name\":\"n\",", "", ERROR_field_required);
    refuses(state, "\"n\"", "1", ERROR_field_type);
    refuses(state, "\"PI\"", "\"XX\"", ERROR_import_rule);
    refuses(state, "\"in\"", "\"up\"", ERROR_import_rule);
    refuses(state, "[\"summary\"]", "[]", ERROR_import_rule);
    refuses(state, "[\"summary\"]", "[\"party\"]", ERROR_import_rule);
    refuses(state, "[\"summary\"]", "[1]", ERROR_import_rule);
    refuses(state, "[\"a\"]", "[]", ERROR_import_rule);
    refuses(state, "[\"a\"]", "\"a\"", ERROR_import_rule);
    refuses(state, "[\"a\"]", "[\"\"]", ERROR_import_rule);
    refuses(state, "[\"a\"]", "[1]", ERROR_import_rule);
    refuses(state, "\"contains\":[\"a\"],", "", ERROR_import_rule);
    refuses(state, "\"stream\":1", "\"stream\":18", ERROR_import_rule);
    refuses(state, "\"stream\":1", "\"stream\":\"P01\"", ERROR_import_rule);
    refuses(state, "\"4001\"", "\"40\"", ERROR_import_rule);
    refuses(state, "\"4001\"", "\"车位\"", ERROR_import_rule);
    refuses(state, "\"account\":\"4001\",", "", ERROR_field_required);
    refuses(state, "\"then\":{\"account\":\"4001\",\"stream\":1}", "\"then\":null", ERROR_import_rule);
}

static void files_that_are_no_rules(void **state)
{
    struct ctx ctx = sample_ctx(state);
    const struct category_rules *rules;
    EXPECT(category_load(&ctx, "r.json", BYTES("{", 1), &rules), json, malformed);
    EXPECT(category_load(&ctx, "r.json", BYTES("{}", 2), &rules), field, required);
    EXPECT(category_load(&ctx, "r.json", BYTES("{\"x\":1}", 7), &rules), field, unknown);
}

static void too_many_rules_are_refused(void **state)
{
    struct ctx ctx = sample_ctx(state);
    const struct category_rules *rules;
    struct buffer out;
    buffer_init(&out, ctx.arena, 1 << 20);
    for (size_t i = 0; i <= CATEGORY_RULES_MAX; i++)
        buffer_text(&out, i == 0 ? "1" : ",1");
    EXPECT(load(&ctx, (const char *)sample_done(&out).data, &rules), import, rule);
}

static void a_file_without_rules_sends_all_to_suspense(void **state)
{
    struct ctx ctx = sample_ctx(state);
    const struct category_rules *rules;
    struct category_decision decision;
    const struct statement_line line = line_of(true, "结息", "", "");
    MUST(load(&ctx, "", &rules));
    category_match(rules, FUND_PI, &line, &decision);
    assert_string_equal(decision.account, "224103");
    category_match(rules, FUND_MF, &line, &decision);
    assert_null(decision.account);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(everyday_texts_find_their_account),
        ARENA_TEST(every_stream_has_a_rule_of_income),
        ARENA_TEST(streams_fit_their_accounts),
        ARENA_TEST(the_payer_alone_may_decide),
        ARENA_TEST(the_first_match_wins),
        ARENA_TEST(all_means_each_word),
        ARENA_TEST(only_named_fields_are_looked_at),
        ARENA_TEST(wrong_rules_are_refused_by_number),
        ARENA_TEST(files_that_are_no_rules),
        ARENA_TEST(too_many_rules_are_refused),
        ARENA_TEST(a_file_without_rules_sends_all_to_suspense),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
