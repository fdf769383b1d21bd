/* What every table holds, in one line a table, so that a test sees that nothing changed. */
#include "tests/harness/harness.h"

#include <inttypes.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char definition[] =
    "create function pg_temp.digest_of(p_community bigint) returns text language plpgsql as $$ "
    "declare v record; v_one text; v_all text := ''; begin "
    "for v in select c.relname as name, exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = "
    "'community_id') and p_community <> 0 as tenant from pg_class c "
    "where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' order by c.relname loop "
    "execute format('select md5(coalesce(string_agg(h, '''' order by h), '''')) from (select md5(x::text) as h from %I "
    "x"
    "%s) k', v.name, case when v.tenant then format(' where community_id = %s', p_community) else '' end) into v_one; "
    "v_all := v_all || v.name || ' ' || v_one || chr(10); end loop; return v_all; end $$";

/* Owned by the caller. */
static char *digest_now(struct harness *harness, uint64_t community)
{
    char query[80];
    PGconn *conn = PQconnectdb(harness_dsn(harness, "postgres"));
    (void)snprintf(query, sizeof query, "select pg_temp.digest_of(%" PRIu64 ")", community);
    PQclear(PQexec(conn, definition));
    PGresult *rows = PQexec(conn, query);
    if (PQntuples(rows) != 1) {
        (void)fprintf(stderr, "digest: %s\n", PQerrorMessage(conn));
        abort();
    }
    char *text = strdup(PQgetvalue(rows, 0, 0));
    PQclear(rows);
    PQfinish(conn);
    if (!text)
        abort();
    return text;
}

void harness_keep(struct harness *harness, uint64_t community)
{
    free(harness->kept);
    harness->kept = digest_now(harness, community);
}

void harness_expect_kept(struct harness *harness, uint64_t community)
{
    char *now = digest_now(harness, community);
    const char *kept = harness->kept;
    for (size_t i = 0, line = 0; kept[i] || now[i]; i++) {
        if (kept[i] != now[i]) {
            (void)fprintf(stderr, "rows changed in %.*s\n", (int)strcspn(now + line, " "), now + line);
            abort();
        }
        line = kept[i] == '\n' ? i + 1 : line;
    }
    free(now);
}
