/* actor-key: the keys with which people sign what they approve; private keys never come here. */
#include "cli/people/actor_key.h"

#include "base/digest.h"
#include "ledger/people/actor_key.h"
#include "ledger/people/person.h"

#include <string.h>

int cli_signing_session(struct cli *cli, result run(struct cli *cli))
{
    result done = OK;
    if (cli->signature)
        done = cli_read_file(cli, cli->signature, SIGN_SIGNATURE_MAX, &cli->signature_octets);
    if (!FAILED(done) && cli->out)
        done = cli_create(cli, cli->out, &cli->out_file);
    return FAILED(done) ? cli_finish(cli, done) : cli_in_session(cli, run);
}

RESULT cli_write_statement(struct cli *cli, const struct digest *statement)
{
    return cli->out_file ? cli_write(cli, cli->out, cli->out_file, BYTES(statement->b, sizeof statement->b)) : OK;
}

/* ---- what is shown ---- */

static void put_key(struct buffer *out, const struct actor_key *key)
{
    char hex[2 * sizeof key->key.b + 1], public[2 * SIGN_PUBLIC_MAX + 1], from[INST_TEXT];
    hex_encode(BYTES(key->key.b, sizeof key->key.b), hex);
    hex_encode(key->octets, public);
    inst_format(key->from, from);
    json_open_object(out, NULL);
    json_put_unsigned(out, "seq", key->seq);
    json_put_string(out, "person", key->person);
    json_put_string(out, "algorithm", sign_algorithm_name(key->algorithm));
    json_put_string(out, "key", hex);
    json_put_string(out, "public_key", public);
    json_put_string(out, "from", from);
    cli_put_number(out, "revoked", key->revoked);
    json_put_string(out, "reason", key->reason ? actor_key_reason_name(key->reason, LANGUAGE_EN) : NULL);
    json_close_object(out);
}

static void print_key(const struct cli *cli, const struct actor_key *key)
{
    char hex[2 * sizeof key->key.b + 1], on[DATE_TEXT];
    hex_encode(BYTES(key->key.b, sizeof key->key.b), hex);
    date_format(date_of_inst(key->from), on);
    (void)printf("#%-8llu %s  %s  %.16s…  %s  %s%s%s\n", (unsigned long long)key->seq, on,
                 sign_algorithm_name(key->algorithm), hex, key->person,
                 key->revoked.present ? cli_text(cli, "已停用", "revoked") : cli_text(cli, "在用", "in force"),
                 key->reason ? cli_text(cli, "：", ": ") : "", actor_key_reason_name(key->reason, cli->language));
}

static RESULT list(struct cli *cli)
{
    struct actor_key *items;
    struct buffer out;
    size_t count;
    TRY(actor_key_list(&cli->ctx, cli->community, &items, &count));
    buffer_init(&out, cli->arena, 1 << 20);
    json_open_array(&out, NULL);
    for (size_t i = 0; i < count; i++) {
        put_key(&out, &items[i]);
        if (!cli->json)
            print_key(cli, &items[i]);
    }
    json_close_array(&out);
    return cli->json ? cli_print_json(&out) : OK;
}

/* ---- what is done ---- */

static RESULT challenge(struct cli *cli)
{
    struct actor_key_statement due;
    struct person person;
    char hex[2 * sizeof due.key.b + 1];
    TRY(person_act(&cli->ctx, cli->community, cli->as, &person));
    TRY(actor_key_challenge(&cli->ctx, cli->community, cli->key_octets, &due));
    TRY(cli_write_statement(cli, &due.statement));
    hex_encode(BYTES(due.key.b, sizeof due.key.b), hex);
    (void)printf("%s %s\n", cli_text(cli, "密钥", "key"), hex);
    hex_encode(BYTES(due.statement.b, sizeof due.statement.b), hex);
    (void)printf("%s %s\n", cli_text(cli, "待签内容", "to be signed"), hex);
    return OK;
}

static RESULT enrol(struct cli *cli)
{
    const struct actor_key_register_in in = {
        .community = cli->community, .file = cli->key_octets, .signature = cli->signature_octets};
    struct person person;
    uint64_t seq;
    TRY(person_act(&cli->ctx, cli->community, cli->as, &person));
    TRY(actor_key_register(&cli->ctx, &in, &seq));
    return list(cli);
}

static RESULT revoke(struct cli *cli)
{
    enum actor_key_reason reason;
    struct person person;
    error_set(&cli->ctx.error, "value", "%s", cli->reason);
    TRY(actor_key_reason_parse(cli->reason, &reason));
    TRY(person_act(&cli->ctx, cli->community, cli->as, &person));
    TRY(actor_key_revoke(&cli->ctx, cli->community, cli->args[1], reason));
    return list(cli);
}

static int run_verb(struct cli *cli, bool reads, result run(struct cli *cli))
{
    const result done = reads ? cli_read_file(cli, cli->args[1], SIGN_FILE_MAX, &cli->key_octets) : OK;
    return FAILED(done) ? cli_finish(cli, done) : cli_signing_session(cli, run);
}

int verb_actor_key(struct cli *cli)
{
    static const struct {
        const char *name;
        size_t args;
        bool reads;
        result (*run)(struct cli *cli);
    } verbs[] = {{"list", 1, false, list},
                 {"challenge", 2, true, challenge},
                 {"register", 2, true, enrol},
                 {"revoke", 2, false, revoke}};
    const char *what = cli->arg_count > 0 ? cli->args[0] : "list";
    for (size_t i = 0; i < LENGTH(verbs) && cli->community != 0; i++)
        if (strcmp(what, verbs[i].name) == 0 && cli->arg_count == verbs[i].args && (cli->as || verbs[i].run == list) &&
            (cli->signature || verbs[i].run != enrol) && (cli->reason || verbs[i].run != revoke))
            return run_verb(cli, verbs[i].reads, verbs[i].run);
    return cli_usage(cli, "actor-key challenge PUBLIC.pem --as WHO [--out FILE] | register PUBLIC.pem --signature FILE "
                          "--as WHO | revoke KEY --reason lost|stolen|replaced|left --as WHO | list, --community CODE");
}
