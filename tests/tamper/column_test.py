"""Every column of every tenant table: one value changed in one row is one finding, and it names the table."""
import sys

from damaged import OTHER, TABLES, Damaged

CHANGES = {
    "int2": ("{c} + 1", "{c} - 1", "{c} + 2", "7"), "int4": ("{c} + 1", "{c} - 1", "{c} + 1000"), "int8": ("{c} + 1", "{c} - 1", "{c} + 100000"),
    "fen": ("{c} + 1",), "text": ("{c} || '改'", "'改'"), "date": ("{c} + 1",), "timestamptz": ("{c} + interval '1 second'",),
    "bytea": ("set_byte({c}, length({c}) / 2, get_byte({c}, length({c}) / 2) # 1)", "{c} || '\\x00'"),
    "uuid": ("(overlay({c}::text placing (case when right({c}::text, 1) = '0' then '1' else '0' end) from 36))::uuid",),
}
ABSENT = {"int2": "1", "int4": "1", "int8": "1", "fen": "1", "text": "'改'", "date": "date '2026-01-01'", "bytea": "sha256('')",
          "timestamptz": "now()", "uuid": "gen_random_uuid()"}
UNVERIFIABLE = {("request_claim", "request_mac")}  # a digest of the request under the server's secret: no record repeats it


def change(books, table, column, kind):
    """Changes one value of a row, the one in the middle if a constraint allows; False when no change is possible."""
    changes = (OTHER,) if column == "community_id" else CHANGES[kind]
    for place in ("count(*) / 2", "0", "count(*) - 1"):
        pick = f"(select ctid from {table} order by ctid offset (select {place} from {table}) limit 1)"
        for new in changes:
            try:
                books.damage(f"update {table} set {column} = coalesce({new.format(c=column)}, {ABSENT[kind]}) where ctid = {pick}", table)
                return True
            except AssertionError:  # a constraint was in the way: the next change, the next row
                continue
    return False


def main():
    """Runs all columns; prints what went wrong."""
    wrong = []
    with Damaged() as books:
        status, report = books.verify()
        assert status == 0, report
        columns = books.columns()
        assert sorted({table for table, _, _ in columns}) == sorted(TABLES), "a tenant table is missing from damaged.py"
        for table, column, kind in columns:
            if (table, column) in UNVERIFIABLE:
                continue
            if not change(books, table, column, kind):
                wrong.append(f"{table}.{column}: no change was possible")
                continue
            status, report = books.verify()
            found = report["findings"]
            most = 2 if (table, column) == ("bank_line", "community_id") else 1  # lost here, extra there: its id says not from where
            if status != 5 or not 0 < len(found) <= most or {f["table"] for f in found} != {table}:
                wrong.append(f"{table}.{column}: exit {status}, " + "; ".join(f"{f['finding']} {f['table']} {f['key']} {f.get('column', '')}" for f in found))
        books.damage("")
        status, report = books.verify()
        assert status == 0, report
        print(f"{len(columns)} columns")
    for line in wrong:
        print(line)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
