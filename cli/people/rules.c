/* rules: what the law of a place says on a day, where it comes from and what gave way to it. */
#include "base/digest.h"
#include "cli/cli.h"
#include "ledger/people/community.h"
#include "ledger/people/person.h"
#include "ledger/people/rule_activation.h"
#include "rules/pack_json.h"

#include <string.h>
#include <unistd.h>

enum { FILE_MAX = 1 << 20, VALUE_MAX = 4096 };

/* The rules of a place on a day. */
struct place {
    struct rule_packs packs;
    struct pack_stack stack;
    struct rule_set set;
};

static RESULT read_own(struct cli *cli, const char *path, struct pack *ret_pack)
{
    struct bytes file;
    TRY(cli_read_file(cli, path, FILE_MAX, &file));
    return pack_json_read(&cli->ctx, path, file, ret_pack);
}

/* --community, --date: by the packs that bind the community that day where its books say so, else by those of the
 * program; --rules puts a pack of one's own on top or in the place of another. */
static RESULT open_place(struct cli *cli, struct place *place)
{
    uint64_t activation = 0;
    day on;
    TRY(cli_date(cli, &on));
    if (cli->ctx.db && !cli->rules)
        TRY(rule_activation_at(&cli->ctx, cli->community, on, &activation));
    if (activation != 0)
        TRY(rule_activation_stack(&cli->ctx, cli->community, activation, &place->stack));
    else
        TRY(rule_pack_stack(&cli->ctx, &place->packs, cli->community, &place->stack));
    return rule_set_make(&cli->ctx, &place->stack, on, &place->set);
}

/* Files are read before the books are opened; there need not be any books. */
static RESULT begin(struct cli *cli, struct place *ret_place)
{
    struct pack own;
    TRY(cli_begin(cli));
    if (cli->rules)
        TRY(read_own(cli, cli->rules, &own));
    TRY(rule_pack_load(&cli->ctx, cli->rules ? &own : NULL, &ret_place->packs));
    const bool books = cli->database || access(cli->data, F_OK) == 0;
    const result opened = books && !cli->rules ? cli_open(cli, "mz_app", false) : OK;
    return opened.code == ERROR_cluster_empty ? OK : opened;
}

static RESULT value_of(struct cli *cli, const struct pack_rule *rule, bool said, const char **ret_text)
{
    struct buffer out;
    struct bytes text;
    buffer_init(&out, cli->arena, VALUE_MAX);
    if (said)
        pack_value_say(rule->key, &rule->value, cli->language, &out);
    else
        pack_value_text(rule->key, &rule->value, &out);
    TRY(buffer_done(&out, &text));
    *ret_text = (const char *)text.data;
    return OK;
}

/* "2021-01-01 –" or "2007-10-01 – 2020-12-31". */
static const char *dates_of(const struct pack_rule *rule, char out[DATE_TEXT * 3])
{
    char from[DATE_TEXT], until[DATE_TEXT];
    date_format(rule->from, from);
    date_format(rule->until, until);
    if (rule->until == DAY_MAX)
        (void)snprintf(out, DATE_TEXT * 3, "%s –", from);
    else
        (void)snprintf(out, DATE_TEXT * 3, "%s – %s", from, until);
    return out;
}

static const char *law_of(const struct pack_rule *rule)
{
    return rule->law[0] ? rule->law : "–";
}

/* ---- JSON ---- */

static RESULT put_rule(struct cli *cli, struct buffer *out, const struct rule *rule)
{
    char from[DATE_TEXT], until[DATE_TEXT];
    const char *value, *said;
    const struct pack_rule *stated = rule->stated;
    date_format(stated->from, from);
    date_format(stated->until, until);
    TRY(value_of(cli, stated, false, &value));
    TRY(value_of(cli, stated, true, &said));
    json_put_string(out, "value", value);
    json_put_string(out, "said", said);
    json_put_string(out, "pack", rule->pack->name);
    json_put_string(out, "layer", pack_layer_name(rule->pack->layer));
    json_put_string(out, "law", stated->law[0] ? stated->law : NULL);
    json_put_string(out, "clause", stated->clause[LANGUAGE_ZH]);
    json_put_string(out, "clause_en", stated->clause[LANGUAGE_EN]);
    json_put_string(out, "from", from);
    json_put_string(out, "until", stated->until == DAY_MAX ? NULL : until);
    json_put_string(out, "certainty", pack_certainty_name(stated->certainty));
    return OK;
}

static void put_head(const struct cli *cli, const struct place *place, struct buffer *out)
{
    char code[COMMUNITY_CODE_TEXT], date[DATE_TEXT];
    community_code_format(cli->community, code);
    date_format(place->set.on, date);
    json_put_string(out, "community", code);
    json_put_string(out, "date", date);
    json_put_hex(out, "rule_set", BYTES(place->set.digest.b, sizeof place->set.digest.b));
}

static RESULT explain_json(struct cli *cli, const struct place *place, enum pack_key_no key)
{
    struct rule gave_way[PACK_LAYERS];
    const size_t count = rule_overridden(&place->stack, &place->set, key, gave_way);
    struct buffer out;
    buffer_init(&out, cli->arena, 1 << 20);
    json_open_object(&out, NULL);
    put_head(cli, place, &out);
    json_put_string(&out, "key", pack_key_get(key)->name);
    json_put_string(&out, "meaning", pack_key_get(key)->text[LANGUAGE_ZH]);
    json_put_string(&out, "meaning_en", pack_key_get(key)->text[LANGUAGE_EN]);
    if (place->set.rules[key].stated)
        TRY(put_rule(cli, &out, &place->set.rules[key]));
    else
        json_put_null(&out, "value");
    json_open_array(&out, "overrode");
    for (size_t i = 0; i < count; i++) {
        json_open_object(&out, NULL);
        TRY(put_rule(cli, &out, &gave_way[i]));
        json_close_object(&out);
    }
    json_close_array(&out);
    json_close_object(&out);
    return cli_print_json(&out);
}

static RESULT put_pack(struct cli *cli, struct buffer *out, const struct pack *pack)
{
    struct bytes canonical;
    struct digest digest;
    TRY(pack_encode(&cli->ctx, pack, &canonical));
    digest_sha256(canonical, &digest);
    json_open_object(out, NULL);
    json_put_string(out, "pack", pack->name);
    json_put_string(out, "layer", pack_layer_name(pack->layer));
    json_put_string(out, "title", pack->title[LANGUAGE_ZH]);
    json_put_string(out, "title_en", pack->title[LANGUAGE_EN]);
    json_put_number(out, "values", (int64_t)pack->count);
    json_put_hex(out, "sha256", BYTES(digest.b, sizeof digest.b));
    json_close_object(out);
    return OK;
}

static RESULT list_json(struct cli *cli, const struct place *place)
{
    struct buffer out;
    buffer_init(&out, cli->arena, 4 << 20);
    json_open_object(&out, NULL);
    put_head(cli, place, &out);
    json_open_array(&out, "packs");
    for (size_t i = 0; i < place->stack.count; i++)
        TRY(put_pack(cli, &out, place->stack.packs[i]));
    json_close_array(&out);
    json_open_array(&out, "rules");
    for (size_t key = 0; key < RULE_KEYS; key++) {
        if (!place->set.rules[key].stated)
            continue;
        json_open_object(&out, NULL);
        json_put_string(&out, "key", pack_key_get((enum pack_key_no)key)->name);
        TRY(put_rule(cli, &out, &place->set.rules[key]));
        json_close_object(&out);
    }
    json_close_array(&out);
    json_close_object(&out);
    return cli_print_json(&out);
}

/* ---- text ---- */

static void print_rule(struct cli *cli, const struct rule *rule, const char *said)
{
    char dates[DATE_TEXT * 3];
    const struct pack_rule *stated = rule->stated;
    (void)printf("  %s\n    %s %s · %s · %s · %s\n    %s\n", said, law_of(stated), rule->pack->title[cli->language],
                 rule->pack->name, dates_of(stated, dates), pack_certainty_say(stated->certainty, cli->language),
                 stated->clause[cli->language]);
}

static RESULT explain_text(struct cli *cli, const struct place *place, enum pack_key_no key)
{
    char code[COMMUNITY_CODE_TEXT], date[DATE_TEXT];
    struct rule gave_way[PACK_LAYERS];
    const char *said;
    const size_t count = rule_overridden(&place->stack, &place->set, key, gave_way);
    community_code_format(cli->community, code);
    date_format(place->set.on, date);
    (void)printf("%s  %s\n%s  %s\n", pack_key_get(key)->name, pack_key_get(key)->text[cli->language], code, date);
    if (!place->set.rules[key].stated) {
        (void)printf("  %s\n", cli_text(cli, "当日没有规定", "nothing is stated for that day"));
        return OK;
    }
    TRY(value_of(cli, place->set.rules[key].stated, true, &said));
    print_rule(cli, &place->set.rules[key], said);
    if (count > 0)
        (void)printf("%s\n", cli_text(cli, "让位于它的规定：", "what gave way to it:"));
    for (size_t i = 0; i < count; i++) {
        TRY(value_of(cli, gave_way[i].stated, true, &said));
        print_rule(cli, &gave_way[i], said);
    }
    return OK;
}

static RESULT list_text(struct cli *cli, const struct place *place)
{
    char hash[65];
    const char *said;
    hex_encode(BYTES(place->set.digest.b, sizeof place->set.digest.b), hash);
    for (size_t i = 0; i < place->stack.count; i++)
        (void)printf("%s%s", i > 0 ? " < " : "", place->stack.packs[i]->title[cli->language]);
    (void)printf("\n%s %s\n", cli_text(cli, "规则集", "rule set"), hash);
    for (size_t key = 0; key < RULE_KEYS; key++) {
        const struct rule *rule = &place->set.rules[key];
        if (!rule->stated)
            continue;
        TRY(value_of(cli, rule->stated, true, &said));
        (void)printf("%-32s %s  [%s · %s · %s]\n", pack_key_get((enum pack_key_no)key)->name, said,
                     law_of(rule->stated), rule->pack->name,
                     pack_certainty_say(rule->stated->certainty, cli->language));
    }
    return OK;
}

/* ---- the verb ---- */

static RESULT list(struct cli *cli)
{
    struct place place;
    TRY(begin(cli, &place));
    TRY(open_place(cli, &place));
    return cli->json ? list_json(cli, &place) : list_text(cli, &place);
}

/*= CN-SW-21-1 审核规则可以查询、核对和追溯 */
static RESULT explain(struct cli *cli)
{
    struct place place;
    enum pack_key_no key;
    error_set(&cli->ctx.error, "key", "%s", cli->args[1]);
    if (!pack_key_find(cli->args[1], &key))
        return REFUSE(rule, unknown);
    TRY(begin(cli, &place));
    TRY(open_place(cli, &place));
    return cli->json ? explain_json(cli, &place, key) : explain_text(cli, &place, key);
}

/* A file by itself and among the packs of its place. */
static RESULT check(struct cli *cli)
{
    struct rule_packs packs;
    struct pack_stack stack;
    struct pack own;
    TRY(cli_begin(cli));
    TRY(read_own(cli, cli->args[1], &own));
    TRY(rule_pack_load(&cli->ctx, &own, &packs));
    TRY(pack_stack_make(&cli->ctx, packs.packs, packs.count, own.division, &stack));
    (void)printf("%s  %s  %zu %s\n", own.name, own.title[cli->language], own.count, cli_text(cli, "项", "values"));
    return OK;
}

/* ---- rules in force ---- */

static RESULT list_active(struct cli *cli)
{
    struct rule_activation *list;
    struct community community;
    size_t count;
    TRY(community_get(&cli->ctx, cli->community, &community));
    TRY(rule_activation_list(&cli->ctx, cli->community, &list, &count));
    if (count == 0)
        (void)printf("%s\n", cli_text(cli, "没有启用规则：付款不受审批约束",
                                      "no rules are active: payments are not bound to approval"));
    for (size_t i = 0; i < count; i++) {
        char from[DATE_TEXT], hash[2 * sizeof list->rule_set.b + 1];
        date_format(list[i].from, from);
        hex_encode(BYTES(list[i].rule_set.b, sizeof list[i].rule_set.b), hash);
        (void)printf("#%-8llu %s  %s  %.16s…\n", (unsigned long long)list[i].seq, from, list[i].packs, hash);
    }
    return OK;
}

/* --rules: the bylaws of the community. */
static RESULT activate(struct cli *cli)
{
    struct rule_activation_in in = {.community = cli->community, .key = cli->key};
    struct person person;
    struct pack bylaws;
    uint64_t seq;
    if (cli->rules) {
        TRY(read_own(cli, cli->rules, &bylaws));
        in.bylaws = &bylaws;
    }
    TRY(cli_open(cli, "mz_app", false));
    TRY(cli_date(cli, &in.from));
    TRY(person_act(&cli->ctx, cli->community, cli->as, &person));
    TRY(rule_activate(&cli->ctx, &in, &seq));
    return list_active(cli);
}

int verb_rules(struct cli *cli)
{
    const char *what = cli->arg_count > 0 ? cli->args[0] : "";
    if (strcmp(what, "list") == 0 && cli->arg_count == 1 && cli->community != 0)
        return cli_finish(cli, list(cli));
    if (strcmp(what, "explain") == 0 && cli->arg_count == 2 && cli->community != 0)
        return cli_finish(cli, explain(cli));
    if (strcmp(what, "check") == 0 && cli->arg_count == 2)
        return cli_finish(cli, check(cli));
    if (strcmp(what, "activate") == 0 && cli->arg_count == 1 && cli->community != 0 && cli->as)
        return cli_finish(cli, activate(cli));
    if (strcmp(what, "active") == 0 && cli->arg_count == 1 && cli->community != 0)
        return cli_in_session(cli, list_active);
    return cli_usage(
        cli,
        "rules activate --as WHO [--date D] [--rules BYLAWS] | active | list | explain KEY --community CODE [--date "
        "D] [--rules FILE] | check FILE");
}
