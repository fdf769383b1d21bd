#include "cli/oversight/moves.h"

#include "base/role.h"

enum { MOVES_MAX = 32 };

void cli_put_moves(struct buffer *out, const struct moves *moves, int state)
{
    const struct move *list[MOVES_MAX];
    const size_t count = moves_open(moves, state, UINT32_MAX, list, MOVES_MAX);
    json_open_array(out, "moves");
    for (size_t i = 0; i < count; i++) {
        json_open_object(out, NULL);
        json_put_string(out, "verb", list[i]->verb);
        json_put_string(out, "to", moves_state_name(moves, list[i]->to));
        json_open_array(out, "by");
        for (int role = 1; role <= ROLE_MAX; role++)
            if (list[i]->roles & ROLE_BIT(role))
                json_put_string(out, NULL, role_code(role));
        json_close_array(out);
        json_close_object(out);
    }
    json_close_array(out);
}

void cli_print_roles(const struct cli *cli, const struct move *move)
{
    const char *between = "";
    for (int role = 1; role <= ROLE_MAX; role++) {
        if (!(move->roles & ROLE_BIT(role)))
            continue;
        (void)printf("%s%s", between, role_name(role, cli->language));
        between = cli_text(cli, "、", ", ");
    }
}

void cli_print_moves(const struct cli *cli, const struct moves *moves, int state)
{
    const struct move *list[MOVES_MAX];
    const size_t count = moves_open(moves, state, UINT32_MAX, list, MOVES_MAX);
    for (size_t i = 0; i < count; i++) {
        (void)printf("%s%s (%s): ", cli_text(cli, "可做：", "next: "), list[i]->text[cli->language],
                     moves_state_name(moves, list[i]->to));
        cli_print_roles(cli, list[i]);
        (void)printf("\n");
    }
}
