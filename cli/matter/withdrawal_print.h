/* withdrawal_print.h  An application, its approvals and what the rules say of it, for people and as JSON. */
#pragma once

#include "cli/cli.h"
#include "ledger/matter/approval.h"

/* An object with every rule: "rules": [{"rule", "outcome", "clause", …}, …]. */
void cli_put_verdict(struct buffer *out, const char *key, const struct withdrawal_verdict *verdict);

/* One line a rule with its mark (✓ ! ? ✗) and clause; then the tier and who approves. */
void cli_print_verdict(const struct cli *cli, const struct withdrawal_verdict *verdict);

/* One line of a list. */
void cli_put_withdrawal(struct buffer *out, const char *key, const struct withdrawal *withdrawal);
void cli_print_withdrawal(const struct cli *cli, const struct withdrawal *withdrawal);
void cli_print_withdrawal_head(const struct cli *cli);

/* Who decided what. */
void cli_put_approvals(struct buffer *out, const struct approval *list, size_t count);
void cli_print_approvals(const struct cli *cli, const struct approval *list, size_t count);
