/* stamp.h  印章: which stamps the owners and their committee have, who keeps each, and what became of them.
 *
 * A stamp is a matter (noun 11): matter_opened says kind, name, keeper and day, each move a verb, a day, a keeper or a
 * reason; states: rules/states/stamp.def. Its uses: stamp_use.h. Chair and vice-chair both hold the role chair; where
 * the place says that they keep no stamp (stamp.keeper_apart) they are refused as keepers, elsewhere it is only shown.
 * Law: TZ-24. */
#pragma once

#include "audit/journal.h"
#include "base/words.h"

enum { STAMP_NAME_MAX = 200 };

enum stamp_kind { STAMP_ASSEMBLY = 1, STAMP_COMMITTEE = 2, STAMP_FINANCE = 3, STAMP_OTHER = 4 };
enum stamp_state {
#define STATE(name, code, zh, en) STAMP_##name = (code),
#define STATES "rules/states/stamp.def"
#include "rules/states/each.h"
};

struct stamp {
    struct uuid stamp, keeper;
    uint64_t seq, changed_seq;
    uint16_t kind, state;                    /* enum stamp_kind, stamp_state */
    day since;                               /* of the newest change */
    const char *name, *keeper_name, *reason; /* reason: of the newest change, "" none */
    bool kept_by_chair;                      /* the keeper is chair or vice-chair today */
    bool kept_outside;                       /* the keeper holds no seat of the committee today */
};

struct stamp_add_in {
    uint64_t community;
    const char *key, *name, *keeper; /* keeper: name or token of a person */
    uint16_t kind;
    day on;
};

/* The actor registers a stamp. Refusals in order: text.refused, community.unknown, role.missing, person.unknown,
 * person.ambiguous, stamp.keeper_role, stamp.keeper_chair, stamp.day (in the future), stamp.exists (a stamp of that
 * kind and name that is not destroyed), those of journal_post. *ret_seq: its record; the same key gives the same one.
 */
RESULT stamp_add(struct ctx *ctx, const struct stamp_add_in *in, uint64_t *ret_seq);

struct stamp_move_in {
    uint64_t community;
    const char *key, *stamp;     /* key NULL: the same move of the stamp as it stands is the same request */
    const char *verb;            /* keep, lose, release, destroy: rules/states/stamp.def */
    const char *keeper, *reason; /* keeper: of keep; reason: of the others */
    day on;
};

/* The actor moves a stamp. Refusals in order: text.refused, community.unknown, stamp.unknown, stamp.state,
 * role.missing, field.required (keeper or reason), stamp.day (in the future, or before the newest change), then of a
 * keeper those of stamp_add; those of journal_post. */
RESULT stamp_move(struct ctx *ctx, const struct stamp_move_in *in);

/* In order of their records. */
RESULT stamp_list(struct ctx *ctx, uint64_t community, struct stamp **ret_list, size_t *ret_count);

/* By record ("#412" or "412") or id. Refusals: stamp.unknown. */
RESULT stamp_find(struct ctx *ctx, uint64_t community, const char *name, struct stamp *ret_stamp);

/* Whether a rule of the place demands it on a day, and its clause ("TZ-24", "程序缺省"). */
struct stamp_rule {
    bool demanded;
    const char *law;
};
RESULT stamp_rule_find(struct ctx *ctx, uint64_t community, int key, struct stamp_rule *ret_rule);

/* stamp.day: on what day, and why not. */
RESULT stamp_day_refuse(struct ctx *ctx, day on, const char *reason);

const char *stamp_kind_code(int kind);                         /* "assembly" */
const char *stamp_kind_name(int kind, enum language language); /* "业主大会印章" */
/* Refusals: stamp.kind (detail value). */
RESULT stamp_kind_parse(struct ctx *ctx, const char *code, uint16_t *ret_kind);
const char *stamp_state_name(int state, enum language language); /* "保管中" */
