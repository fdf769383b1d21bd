/* Checks: queries of sql/checks that must return no rows. */
#include "db/private.h"

/* Row by row, so that a broken invariant over millions of rows takes no memory. */
RESULT db_count_rows(struct ctx *ctx, const struct embedded *check, int64_t *ret_count)
{
    *ret_count = 0;
    if (PQsendQuery(ctx->db->conn, check->text) != 1 || PQsetSingleRowMode(ctx->db->conn) != 1)
        return db_failure(ctx, ctx->db, NULL);
    result done = OK;
    for (PGresult *row = PQgetResult(ctx->db->conn); row; row = PQgetResult(ctx->db->conn)) {
        const ExecStatusType status = PQresultStatus(row);
        *ret_count += status == PGRES_SINGLE_TUPLE;
        if (status != PGRES_SINGLE_TUPLE && status != PGRES_TUPLES_OK && !FAILED(done))
            done = db_failure(ctx, ctx->db, row);
        PQclear(row);
    }
    return done;
}
