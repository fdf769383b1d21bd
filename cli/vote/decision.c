/* decision: what owners and committee decided, with the four ratios that the law asks for. */
#include "ledger/vote/decision.h"

#include "base/json.h"
#include "cli/cli.h"
#include "importers/ballot_file.h"
#include "ledger/people/community.h"
#include "ledger/people/person.h"
#include "ledger/people/unit.h"
#include "ledger/vote/decision_json.h"

#include <string.h>

enum {
    FILE_MAX = 1 << 20,
    OUT_MAX = 16 << 20,
    TESTS = 4,
    RULE_TEXT = 128,
    RULE_COLUMNS = 11,
    NAME_COLUMNS = 18,
    AREA_TEXT = 32,
    NEEDED_TEXT = 64
};

/* The comparisons of an outcome; those of a committee have no area. */
static const struct {
    const char *name, *text[2];
    size_t offset;
    bool area, of_majority;
} tests[TESTS] = {
    {"quorum_people",
     {"参与人数", "people taking part"},
     offsetof(struct decision_outcome, quorum_people),
     false,
     false},
    {"quorum_area", {"参与面积", "area taking part"}, offsetof(struct decision_outcome, quorum_area), true, false},
    {"majority_people",
     {"同意人数", "people in favour"},
     offsetof(struct decision_outcome, majority_people),
     false,
     true},
    {"majority_area", {"同意面积", "area in favour"}, offsetof(struct decision_outcome, majority_area), true, true},
};

static const struct decision_test *test_of(const struct decision *decision, size_t i)
{
    return (const struct decision_test *)(const void *)((const char *)&decision->outcome + tests[i].offset);
}

/* "533", or "48000.00" in square metres. */
static void write_number(bool area, uint64_t number, char out[AREA_TEXT])
{
    if (area)
        unit_area_format(number, out);
    else
        (void)snprintf(out, AREA_TEXT, "%llu", (unsigned long long)number);
}

/* "≥ 2/3"; the rule of a comparison has one of the keys of decision.c. */
static RESULT write_rule(struct cli *cli, const struct rule *rule, const char **ret_text)
{
    struct buffer out;
    struct bytes text;
    buffer_init(&out, cli->arena, RULE_TEXT);
    pack_value_say(rule->stated->key, &rule->stated->value, cli->language, &out);
    TRY(buffer_done(&out, &text));
    return arena_text(cli->arena, (const char *)text.data, text.size, ret_text);
}

/* ---- JSON ---- */

static void put_number(struct buffer *out, const char *key, bool area, uint64_t number)
{
    char text[AREA_TEXT];
    write_number(area, number, text);
    if (area)
        json_put_string(out, key, text);
    else
        json_put_unsigned(out, key, number);
}

static RESULT put_test(struct cli *cli, struct buffer *out, const struct decision *decision, size_t i)
{
    const struct decision_test *test = test_of(decision, i);
    const char *rule;
    if (!test->rule)
        return OK;
    TRY(write_rule(cli, test->rule, &rule));
    json_open_object(out, NULL);
    json_put_string(out, "test", tests[i].name);
    put_number(out, "have", tests[i].area, test->have);
    put_number(out, "of", tests[i].area, test->of);
    put_number(out, "needed", tests[i].area, test->needed);
    json_put_string(out, "rule", rule);
    json_put_string(out, "law", test->rule->stated->law);
    json_put_string(out, "certainty", pack_certainty_name(test->rule->stated->certainty));
    json_put_bool(out, "met", test->met);
    json_close_object(out);
    return OK;
}

static void put_measure(struct buffer *out, const char *key, bool area, const struct decision_measure *measure)
{
    json_open_object(out, key);
    put_number(out, "all", area, measure->all);
    put_number(out, "part", area, measure->part);
    put_number(out, "yes", area, measure->yes);
    json_close_object(out);
}

static void put_words(struct buffer *out, const struct decision *decision)
{
    json_put_string(out, "title", decision->words.title);
    json_put_string(out, "text", decision->words.text);
    json_put_string(out, "method", decision_method_code(decision->words.method));
    json_open_array(out, "scope");
    for (size_t i = 0; i < decision->words.scope_count; i++)
        json_put_string(out, NULL, decision->words.scope[i]);
    json_close_array(out);
}

static RESULT put_decision(struct cli *cli, struct buffer *out, const struct decision *decision)
{
    const uint16_t matter = decision->figures.matter;
    json_open_object(out, NULL);
    json_put_unsigned(out, "seq", decision->seq);
    json_put_string(out, "matter", decision_kind_code(decision_kind_of(matter)));
    json_put_string(out, "body", decision_body_code(decision_body_of(matter)));
    json_put_string(out, "result", decision_result_code(decision->result));
    put_words(out, decision);
    json_put_date(out, "from", decision->from);
    json_put_date(out, "to", decision->to);
    cli_put_date(out, "announced", decision->announced);
    if (decision->limit.present)
        json_put_money(out, "limit", FEN(decision->limit.value));
    json_put_unsigned(out, "ballots", decision->ballots);
    put_measure(out, "people", false, &decision->figures.people);
    put_measure(out, "area", true, &decision->figures.area);
    json_put_bool(out, "special", decision->outcome.special);
    json_put_bool(out, "tie", decision->outcome.tie);
    json_open_array(out, "tests");
    for (size_t i = 0; i < TESTS; i++)
        TRY(put_test(cli, out, decision, i));
    json_close_array(out);
    json_close_object(out);
    return OK;
}

/* ---- for people ---- */

static const char *test_name(const struct cli *cli, const struct decision *decision, size_t i)
{
    if (decision_body_of(decision->figures.matter) == DECISION_ASSEMBLY)
        return tests[i].text[cli->language];
    return tests[i].of_majority ? cli_text(cli, "同意委员", "members in favour")
                                : cli_text(cli, "到会委员", "members present");
}

/* What would have been enough. Of an area "more than half" is said so: the next square centimetre helps nobody. */
static void write_needed(const struct cli *cli, const struct decision_test *test, bool area, char out[NEEDED_TEXT])
{
    const bool more = area && test->rule->stated->value.compare == PACK_MORE;
    char number[AREA_TEXT];
    write_number(area, test->needed - more, number);
    (void)snprintf(out, NEEDED_TEXT, "%s %12s",
                   more ? cli_text(cli, "超过", "over    ") : cli_text(cli, "至少", "at least"), number);
}

/* Characters of a text that has one column for each. */
static int width_of(const char *text)
{
    int width = 0;
    for (; *text; text++)
        width += ((unsigned char)*text & 0xC0) != 0x80;
    return width;
}

/* Hundredths of a percent, rounded down: what does not reach two thirds never looks as if it did. */
static void print_test(const struct cli *cli, const struct decision *decision, size_t i, const char *rule)
{
    const struct decision_test *test = test_of(decision, i);
    const struct pack_rule *stated = test->rule->stated;
    const uint64_t share = test->of > 0 ? test->have * 10000 / test->of : 0;
    char have[AREA_TEXT], of[AREA_TEXT], needed[NEEDED_TEXT];
    write_number(tests[i].area, test->have, have);
    write_number(tests[i].area, test->of, of);
    write_needed(cli, test, tests[i].area, needed);
    (void)printf("%-*s %12s / %12s %4llu.%02llu%%   %s%*s %s   %s  %s", cli->language == LANGUAGE_ZH ? 0 : NAME_COLUMNS,
                 test_name(cli, decision, i), have, of, (unsigned long long)(share / 100),
                 (unsigned long long)(share % 100), rule, RULE_COLUMNS - width_of(rule), "", needed,
                 test->met ? cli_text(cli, "够  ", "met    ") : cli_text(cli, "不够", "not met"), stated->law);
    if (stated->certainty != PACK_VERIFIED)
        (void)printf("%s%s", stated->law[0] ? " " : "", pack_certainty_say(stated->certainty, cli->language));
    (void)printf("\n");
}

static RESULT print_tests(struct cli *cli, const struct decision *decision)
{
    (void)printf("%s\n",
                 cli_text(cli,
                          "                 实际 /         共计    比例   法律要求    需要                够吗  依据",
                          "                           have /           of   share   the law asks         needed        "
                          "      met      clause"));
    for (size_t i = 0; i < TESTS; i++) {
        const struct decision_test *test = test_of(decision, i);
        const char *rule;
        if (!test->rule)
            continue;
        TRY(write_rule(cli, test->rule, &rule));
        print_test(cli, decision, i, rule);
    }
    return OK;
}

static void print_verdict(const struct cli *cli, const struct decision *decision)
{
    (void)printf("%s%s", cli_text(cli, "结论：", "outcome: "), decision_result_name(decision->result, cli->language));
    for (size_t i = 0; i < TESTS; i++) {
        const struct decision_test *test = test_of(decision, i);
        char missing[AREA_TEXT];
        if (!test->rule || test->met)
            continue;
        write_number(tests[i].area, test->needed - test->have, missing);
        (void)printf("%s%s%s%s%s", cli_text(cli, "，", "; "), test_name(cli, decision, i),
                     cli_text(cli, "还差 ", " lack "), missing,
                     tests[i].area ? cli_text(cli, " 平方米", " m²") : cli_text(cli, " 人", ""));
    }
    (void)printf("\n");
    if (decision->outcome.tie)
        (void)printf("%s\n", cli_text(cli, "恰好一半委员同意：按条文算通过，请核对议事规则",
                                      "exactly half of the members agreed, which the words of the law let pass: "
                                      "check the rules of the committee"));
    if (decision->outcome.joined)
        (void)printf("%s\n", cli_text(cli, "未投票的业主按议事规则计入多数",
                                      "owners who did not vote are counted with the majority, as their rules say"));
}

static void print_scope(const struct cli *cli, const struct decision *decision)
{
    const struct decision_words *words = &decision->words;
    (void)printf("%s", cli_text(cli, "范围：", "scope: "));
    for (size_t i = 0; i < words->scope_count; i++)
        (void)printf("%s%s", i > 0 ? cli_text(cli, "、", ", ") : "", words->scope[i]);
    (void)printf("%s", words->scope_count == 0 ? cli_text(cli, "全体业主", "all owners") : "");
    (void)printf(cli->language == LANGUAGE_ZH ? "；%s" : "; %s", decision_method_name(words->method, cli->language));
    if (decision->ballots > 0)
        (void)printf(cli->language == LANGUAGE_ZH ? " %u 票" : ", %u of them", decision->ballots);
    (void)printf("\n");
}

static void print_head(const struct cli *cli, const struct decision *decision)
{
    char from[DATE_TEXT], to[DATE_TEXT], announced[DATE_TEXT];
    const uint16_t matter = decision->figures.matter;
    const enum language language = cli->language;
    date_format(decision->from, from);
    date_format(decision->to, to);
    if (decision->seq > 0)
        (void)printf("#%llu  ", (unsigned long long)decision->seq);
    else
        (void)printf("%s  ", cli_text(cli, "试算，没有登记", "a trial, not recorded"));
    (void)printf("%s\n%s  %s%s  %s %s %s", decision->words.title,
                 decision_body_name(decision_body_of(matter), language),
                 decision_kind_name(decision_kind_of(matter), language),
                 decision->outcome.special ? cli_text(cli, "（特别事项）", " (special)") : "", from,
                 cli_text(cli, "至", "to"), to);
    if (decision->announced.present) {
        date_format((day)decision->announced.value, announced);
        (void)printf(cli->language == LANGUAGE_ZH ? "，%s 通知" : ", announced %s", announced);
    }
    (void)printf("\n");
    if (decision_body_of(matter) == DECISION_ASSEMBLY)
        print_scope(cli, decision);
}

static RESULT print_decision(struct cli *cli, const struct decision *decision)
{
    char limit[MONEY_TEXT];
    print_head(cli, decision);
    TRY(print_tests(cli, decision));
    print_verdict(cli, decision);
    if (decision->limit.present) {
        money_format_grouped(FEN(decision->limit.value), limit);
        (void)printf(cli->language == LANGUAGE_ZH ? "可支出上限：%s 元\n" : "may spend at most: %s yuan\n", limit);
    }
    if (decision->words.text[0])
        (void)printf("%s%s\n", cli_text(cli, "内容：", "text: "), decision->words.text);
    return OK;
}

static RESULT show(struct cli *cli, const struct decision *decision)
{
    struct buffer out;
    if (!cli->json)
        return print_decision(cli, decision);
    buffer_init(&out, cli->arena, 1 << 20);
    TRY(put_decision(cli, &out, decision));
    return cli_print_json(&out);
}

/* ---- verbs ---- */

static RESULT show_decision(struct cli *cli)
{
    struct community community;
    struct decision decision;
    TRY(community_get(&cli->ctx, cli->community, &community));
    TRY(decision_find(&cli->ctx, cli->community, cli->args[1], &decision));
    return show(cli, &decision);
}

static void print_line(const struct cli *cli, const struct decision *decision)
{
    char to[DATE_TEXT];
    const uint16_t matter = decision->figures.matter;
    date_format(decision->to, to);
    (void)printf("#%-8llu %s  %s  %s  %s  %s\n", (unsigned long long)decision->seq, to,
                 decision->result == DECISION_PASSED ? cli_text(cli, "通过  ", "passed")
                                                     : cli_text(cli, "未通过", "failed"),
                 decision_body_name(decision_body_of(matter), cli->language),
                 decision_kind_name(decision_kind_of(matter), cli->language), decision->words.title);
}

static RESULT list_decisions(struct cli *cli)
{
    struct community community;
    struct decision *list;
    struct buffer out;
    size_t count;
    TRY(community_get(&cli->ctx, cli->community, &community));
    TRY(decision_list(&cli->ctx, cli->community, &list, &count));
    buffer_init(&out, cli->arena, OUT_MAX);
    json_open_array(&out, NULL);
    if (!cli->json)
        (void)printf("%s\n", cli_text(cli, "记录      表决结束    结论  机构  事项  标题",
                                      "record    closed      outcome  body  matter  title"));
    for (size_t i = 0; i < count; i++) {
        TRY(put_decision(cli, &out, &list[i]));
        if (!cli->json)
            print_line(cli, &list[i]);
    }
    json_close_array(&out);
    return cli->json ? cli_print_json(&out) : OK;
}

struct files {
    struct bytes decision, ballots;
};

static RESULT read_in(struct cli *cli, const struct files *files, struct decision_record_in *in)
{
    CLEANUP(json_free) struct json *json = NULL;
    struct tally_ballot_in *ballots;
    error_set(&cli->ctx.error, "file", "%s", cli->args[1]);
    TRY(json_parse(&cli->ctx, files->decision, &json));
    TRY(decision_json_read(&cli->ctx, json_root(json), in));
    if (cli->arg_count < 3)
        return OK;
    error_set(&cli->ctx.error, "file", "%s", cli->args[2]);
    TRY(ballot_file_read(&cli->ctx, files->ballots, &ballots, &in->ballot_count));
    in->ballots = ballots;
    return OK;
}

static RESULT record(struct cli *cli, const struct files *files)
{
    struct decision_record_in in = {.community = cli->community};
    struct decision decision;
    struct person person;
    const char *name;
    uint64_t seq;
    TRY(read_in(cli, files, &in));
    if (cli->dry_run) {
        TRY(decision_preview(&cli->ctx, &in, &decision));
        return show(cli, &decision);
    }
    TRY(person_act(&cli->ctx, cli->community, cli->as, &person));
    TRY(decision_record(&cli->ctx, &in, &seq));
    TRY(arena_print(cli->arena, &name, "#%llu", (unsigned long long)seq));
    TRY(decision_find(&cli->ctx, cli->community, name, &decision));
    return show(cli, &decision);
}

static RESULT read_files(struct cli *cli, struct files *files)
{
    TRY(cli_read_file(cli, cli->args[1], FILE_MAX, &files->decision));
    return cli->arg_count > 2 ? cli_read_file(cli, cli->args[2], BALLOT_FILE_MAX, &files->ballots) : OK;
}

static int record_files(struct cli *cli)
{
    struct files files = {{NULL, 0}, {NULL, 0}};
    result done = read_files(cli, &files);
    if (!FAILED(done))
        done = cli_open(cli, "mz_app", false);
    return cli_finish(cli, FAILED(done) ? done : record(cli, &files));
}

int verb_decision(struct cli *cli)
{
    const char *what = cli->arg_count > 0 ? cli->args[0] : "list";
    const bool files = cli->arg_count == 2 || cli->arg_count == 3;
    if (cli->community != 0 && (cli->as || cli->dry_run) && files && strcmp(what, "record") == 0)
        return record_files(cli);
    if (cli->community != 0 && cli->arg_count == 2 && strcmp(what, "show") == 0)
        return cli_in_session(cli, show_decision);
    if (cli->community != 0 && cli->arg_count <= 1 && strcmp(what, "list") == 0)
        return cli_in_session(cli, list_decisions);
    return cli_usage(cli, "decision record FILE [BALLOTS] --as WHO | record FILE [BALLOTS] --dry-run | show N | list, "
                          "--community CODE");
}
