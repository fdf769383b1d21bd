#include "cli/matter/withdrawal_print.h"

#include "base/digest.h"
#include "base/role.h"
#include "base/words.h"
#include "rules/moves.h"

/* ---- the verdict ---- */

static const char *outcome_code(enum withdrawal_outcome outcome)
{
    static const char *const codes[] = {"", "pass", "warning", "needs", "fail"};
    return codes[outcome];
}

void cli_put_verdict(struct buffer *out, const char *key, const struct withdrawal_verdict *verdict)
{
    json_open_object(out, key);
    json_put_string(out, "outcome", outcome_code(verdict->outcome));
    json_put_number(out, "tier", verdict->tier);
    json_put_money(out, "matter", verdict->matter);
    json_put_bool(out, "own_key", verdict->own_key);
    json_open_array(out, "steps");
    for (int step = STEP_REVIEW; step <= STEP_SUPERVISOR; step++)
        if (verdict->steps & 1U << step)
            json_put_string(out, NULL, approval_step_name(step, LANGUAGE_EN));
    json_close_array(out);
    json_open_array(out, "rules");
    for (int rule = 0; rule < WITHDRAWAL_RULES; rule++) {
        const struct withdrawal_item *item = &verdict->items[rule];
        json_open_object(out, NULL);
        json_put_string(out, "rule", withdrawal_rule_code((enum withdrawal_rule)rule));
        json_put_string(out, "outcome", outcome_code(item->outcome));
        json_put_string(out, "clause", item->law && item->law[0] ? item->law : NULL);
        json_put_string(out, "pack", item->rule ? item->rule->pack->name : NULL);
        json_put_string(out, "certainty", item->rule ? pack_certainty_name(item->rule->stated->certainty) : NULL);
        json_close_object(out);
    }
    json_close_array(out);
    json_close_object(out);
}

void cli_print_verdict(const struct cli *cli, const struct withdrawal_verdict *verdict)
{
    static const char *const marks[] = {"", "✓", "!", "?", "✗"};
    const char *between = "";
    char text[MONEY_TEXT];
    for (int rule = 0; rule < WITHDRAWAL_RULES; rule++) {
        const struct withdrawal_item *item = &verdict->items[rule];
        (void)printf("  %s %s  %s", marks[item->outcome],
                     withdrawal_rule_name((enum withdrawal_rule)rule, cli->language),
                     item->law && item->law[0] ? item->law : "");
        if (item->rule)
            (void)printf("  [%s · %s]", item->rule->pack->name,
                         pack_certainty_say(item->rule->stated->certainty, cli->language));
        (void)printf("\n");
    }
    money_format_grouped(verdict->matter, text);
    (void)printf("  %s %s  %s %d  %s ", cli_text(cli, "整项金额", "whole matter"), text, cli_text(cli, "档次", "tier"),
                 verdict->tier, cli_text(cli, "审批：", "approved by:"));
    for (int step = STEP_REVIEW; step <= STEP_SUPERVISOR; step++) {
        if (!(verdict->steps & 1U << step))
            continue;
        (void)printf("%s%s", between, approval_step_name(step, cli->language));
        between = cli_text(cli, "、", ", ");
    }
    (void)printf("%s\n",
                 verdict->own_key ? cli_text(cli, "（须用本人密钥签名）", " (each signs with his own key)") : "");
}

/* ---- applications ---- */

void cli_put_withdrawal(struct buffer *out, const char *key, const struct withdrawal *withdrawal)
{
    char id[UUID_TEXT], until[DATE_TEXT], on[DATE_TEXT], use[8];
    uuid_format(&withdrawal->withdrawal, id);
    date_format(withdrawal->valid_until, until);
    date_format(date_of_inst(withdrawal->submitted_at), on);
    (void)snprintf(use, sizeof use, "E%02d", withdrawal->use);
    json_open_object(out, key);
    json_put_unsigned(out, "seq", withdrawal->seq);
    json_put_string(out, "withdrawal", id);
    json_put_string(out, "state", moves_state_name(moves_get("withdrawal"), withdrawal->state));
    json_put_string(out, "use", use);
    json_put_string(out, "fund", fund_code(withdrawal->fund));
    json_put_string(out, "account", withdrawal->account);
    json_put_money(out, "amount", withdrawal->amount);
    json_put_money(out, "paid", withdrawal->paid);
    json_put_string(out, "payee", withdrawal->payee);
    json_put_string(out, "payee_account", withdrawal->payee_account[0] ? withdrawal->payee_account : NULL);
    json_put_string(out, "reason", withdrawal->reason);
    json_put_string(out, "applicant", withdrawal->applicant_name);
    json_put_string(out, "submitted_on", on);
    json_put_string(out, "valid_until", until);
    json_put_string(out, "outcome", withdrawal->outcome == 1 ? "pass" : "warning");
    cli_put_number(out, "decision", withdrawal->decision);
    cli_put_number(out, "contract", withdrawal->contract);
    cli_put_number(out, "matter", withdrawal->matter);
    cli_put_number(out, "reservation", withdrawal->reservation);
    json_close_object(out);
}

void cli_print_withdrawal_head(const struct cli *cli)
{
    (void)printf("%s\n", cli_text(cli, "记录      申请日期   状态    用途   申请金额         已付  收款人  事由",
                                  "record    applied    state   use      amount         paid  payee  reason"));
}

void cli_print_withdrawal(const struct cli *cli, const struct withdrawal *withdrawal)
{
    char on[DATE_TEXT], amount[MONEY_TEXT], paid[MONEY_TEXT];
    date_format(date_of_inst(withdrawal->submitted_at), on);
    money_format_grouped(withdrawal->amount, amount);
    money_format_grouped(withdrawal->paid, paid);
    (void)printf("#%-8llu %s %s  E%02d %s %s %12s %12s  %s  %s%s\n", (unsigned long long)withdrawal->seq, on,
                 withdrawal_state_name(withdrawal->state, cli->language), withdrawal->use,
                 use_name(withdrawal->use, cli->language), fund_code(withdrawal->fund), amount, paid, withdrawal->payee,
                 withdrawal->reason,
                 withdrawal->outcome == 1 ? "" : cli_text(cli, "  （有提醒）", "  (with a warning)"));
}

/* ---- approvals ---- */

void cli_put_approvals(struct buffer *out, const struct approval *list, size_t count)
{
    json_open_array(out, "approvals");
    for (size_t i = 0; i < count; i++) {
        char given[INST_TEXT], hex[2 * sizeof list->intent.b + 1];
        inst_format(list[i].given_at, given);
        hex_encode(BYTES(list[i].intent.b, sizeof list[i].intent.b), hex);
        json_open_object(out, NULL);
        json_put_unsigned(out, "seq", list[i].seq);
        json_put_string(out, "step", approval_step_name(list[i].step, LANGUAGE_EN));
        json_put_string(out, "verdict", approval_verdict_name(list[i].verdict, LANGUAGE_EN));
        json_put_string(out, "approver", list[i].approver_name);
        json_put_string(out, "reason", list[i].reason[0] ? list[i].reason : NULL);
        json_put_string(out, "evidence", approval_evidence_name(list[i].evidence, LANGUAGE_EN));
        json_put_string(out, "intent", hex);
        json_put_string(out, "given_at", given);
        cli_put_number(out, "withdrawn", list[i].withdrawn);
        json_close_object(out);
    }
    json_close_array(out);
}

void cli_print_approvals(const struct cli *cli, const struct approval *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char on[DATE_TEXT], hex[2 * sizeof list->intent.b + 1];
        date_format(date_of_inst(list[i].given_at), on);
        hex_encode(BYTES(list[i].intent.b, sizeof list[i].intent.b), hex);
        (void)printf("  #%-7llu %s %s：%s  %s  %s%s%s  %s%.16s…%s\n", (unsigned long long)list[i].seq, on,
                     approval_step_name(list[i].step, cli->language),
                     approval_verdict_name(list[i].verdict, cli->language), list[i].approver_name,
                     approval_evidence_name(list[i].evidence, cli->language), list[i].reason[0] ? "  " : "",
                     list[i].reason, cli_text(cli, "摘要 ", "digest "), hex,
                     list[i].withdrawn.present ? cli_text(cli, "  已撤回", "  taken back") : "");
    }
}
