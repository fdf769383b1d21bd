"""Books from before turnover was kept: the migration derives what the door would have written, to the fen."""
import sys

from damaged import Damaged

UNDO = ("drop table turnover; drop index entry_number_paid, entry_red_letter; alter table entry_number drop column paid_fen;"
        "delete from schema_migration where name = '0011_turnover.sql';")
ROWS = ("select string_agg(t::text, ' ' order by t::text) from turnover t",
        "select string_agg(concat_ws(':', community_id, seq, fund, paid_fen), ' ' order by seq, fund) from entry_number")


def main():
    """Takes the tables away as if they had never been, migrates, compares."""
    with Damaged() as books:
        before = [books.psql(query) for query in ROWS]
        assert all(before) and books.psql("select count(distinct flow) from turnover") >= "2", "entries of several kinds"
        books.psql(UNDO)
        books.ok("init")
        assert [books.psql(query) for query in ROWS] == before, "the migration derives other figures than the door"
        status, report = books.verify()
        assert status == 0, report
        assert books.psql("select tgenabled from pg_trigger where tgname = 'entry_number_append_only'") == "A", "the lock of the table is on again"
    return 0


if __name__ == "__main__":
    sys.exit(main())
