"""For each gate a small tree that breaks it and one that does not: (gate, breach, clean). The self test runs them all."""

LONG = "".join(f"    step({n});\n" for n in range(80))
LINES = "int x;\n"
TABLE = "create table fund (\n    id bigint,\n    name text check (name in ('a', 'b')),\n    primary key (id, name)\n);\n"
SAID = "comment on table fund is 'f';\ncomment on column fund.id is 'i';\ncomment on column public.fund.name is 'n';\n"
ROW = 'ERROR({}, {}, {}, REFUSAL, 6, 422, "{}", "{}", "改", "mend", "")\n'
DEEP = "int f(int a)\n{\n    for (;;)\n        if (a)\n            while (a)\n                %s\n    return 0;\n}\n"
RESOLVED = '"resolved"' + ": "
MACHINE = "/".join(("", "ho" + "me", "someone", "src"))
COMPLEX = "int f(int a)\n{\n" + "    if (a > 1 && a < 9)\n        return 1;\n" * 8 + "    return 0;\n}\n"

LAW = 'LAW("XX-1", "2021-01-01", "", MUST, V, "{}", "fc1db0f0a3545a4f")\n'
CLAUSE = "# XX\n\nSource.\n\n## XX-1\n\n条\nclause\n"
PACK = '{"rules": [{"law": "XX-1", "clause": "%s", "clause_en": "clause", "from": "%s", "certainty": "%s"}]}\n'


def c(path, text):
    """A tree of one file."""
    return {path: text}


def sql(text, path="sql/migrations/0001_fund.sql"):
    """A tree of one SQL file with a purpose."""
    return {path: "-- What it is for.\n" + text}


def law(carried="decision", text=CLAUSE, **files):
    """A tree with one clause of law and files: paths with __ for / and a dot for the last _."""
    named = {".".join(name.replace("__", "/").rsplit("_", 1)): content for name, content in files.items()}
    return {"rules/law/law.def": LAW.format(carried), "rules/law/XX.md": text, **named}


CASES = (
    # layers
    ("include", c("base/a.c", '#include "db/db.h"\n'), c("db/a.c", '#include "base/a.h"\n#include "embed/sql.h"\n')),
    ("include", c("ledger/book/a.c", '#include "audit/log/tree.h"\n'), c("ledger/book/a.c", '#include "audit/journal.h"\n')),
    ("include", c("ledger/people/a.c", '#include "ledger/book/b.h"\n'), c("ledger/book/a.c", '#include "ledger/people/b.h"\n')),
    ("include", c("audit/journal.c", '#include "ledger/book/entry.h"\n'), c("audit/desk/a.c", '#include "audit/journal.h"\n')),
    ("include", c("audit/log/a.c", '#include "db/db.h"\n'), c("audit/replay/a.c", '#include "audit/log/tree.h"\n')),
    ("include", c("cli/verifier/main.c", '#include "base/json.h"\n'), c("cli/main.c", '#include "base/json.h"\n')),
    ("include", c("importers/import.c", '#include "reports/report.h"\n'), c("importers/import.c", '#include "ledger/book/entry.h"\n')),
    ("include", c("importers/parse/csv.c", '#include "db/db.h"\n'), c("importers/parse/csv.c", '#include "embed/profile.h"\n')),
    ("include", c("cli/main.c", '#include "server/app.h"\n'), c("cli/serve.c", '#include "server/app.h"\n')),
    ("include", c("base/a.c", '#include "a.h"\n'), c("base/a.c", '#include "base/a.h"\n')),
    ("include", c("ledger/book/a.c", '#include "audit/change.h"\n'),
     {"ledger/book/a.c": '#include "audit/change.h"\n', "audit/journal.h": '#include "audit/change.h"\n'}),
    ("library", c("ledger/book/a.c", "#include <libpq-fe.h>\n"), c("db/a.c", "#include <libpq-fe.h>\n#include <string.h>\n")),
    ("library", c("base/a.c", "#include <gcrypt.h>\n"), c("base/digest.c", "#include <gcrypt.h>\n")),
    ("library", c("base/a.c", "#include <unheard_of.h>\n"), c("base/a.c", "#include <sys/stat.h>\n")),
    ("link", c("base/CMakeLists.txt", "target_link_libraries(base PUBLIC db)\n"),
     c("db/CMakeLists.txt", "mz_library(NAME db LINK base embed_sql PkgConfig::PQ)\n")),
    ("link", c("ledger/CMakeLists.txt", "target_link_libraries(ledger PUBLIC audit_desk)\n"),
     c("ledger/CMakeLists.txt", "target_link_libraries(ledger PUBLIC audit db base_json base embed_chart)\n")),
    ("link", c("reports/CMakeLists.txt", "target_link_libraries(reports_render PUBLIC PkgConfig::PQ)\n"),
     c("importers/CMakeLists.txt", "target_link_libraries(importers_parse PUBLIC base ${CSV})\n")),
    # size
    ("function-lines", c("base/a.c", "int f(void)\n{\n" + LONG + "}\n"),
     c("base/a.c", "/* tidy: flat list */\nint f(void)\n{\n" + LONG + "}\n")),
    ("parameters", c("base/a.c", "int f(int a, int b, int c, int d, int (*e)(int, int), int g)\n{\n    return 0;\n}\n"),
     c("base/a.c", "int f(int a, int b, int c, int (*e)(int, int), int g, ...)\n{\n    return 0;\n}\n")),
    ("nesting", c("base/a.c", DEEP % "if (a)\n                    step();"), c("base/a.c", DEEP % "step();")),
    ("nesting", c("base/a.c", DEEP % "EACH(a) { step(); }"), c("base/a.c", DEEP % "*p = (struct a){1};")),
    ("complexity", c("base/a.c", COMPLEX), c("base/a.c", COMPLEX.replace(" && a < 9", "").replace("if (a > 1)\n        ", "", 1))),
    ("file-lines", c("base/a.h", LINES * 201), c("base/a.h", LINES * 200)),
    ("file-lines", c("base/a.c", LINES * 601), c("base/a.c", "/* generated */\n" + LINES * 601)),
    ("file-lines", c("db/CMakeLists.txt", LINES * 16), c("CMakeLists.txt", LINES * 120)),
    ("file-lines", c("run", LINES * 151), c("check", LINES * 150)),
    ("folder", {f"base/a{n}.c": LINES for n in range(21)}, {f"base/a{n}.c": LINES for n in range(20)}),
    ("median", c("base/a.c", "int f(void)\n{\n" + LONG[:1000] + "}\n"), c("tests/base/a.c", "int f(void)\n{\n" + LONG[:1000] + "}\n")),
    # naming
    ("function-name", c("base/money.c", "int add(int a)\n{\n    return a;\n}\n"), c("base/money.c", "int money_add(int a)\n{\n    return a;\n}\n")),
    ("function-name", c("base/a.c", "int mz_a(void)\n{\n}\n"), c("base/a.c", "static int x(void)\n{\n}\n")),
    ("function-name", {"base/a.c": "int hex_a(void)\n{\n}\n", "base/a.h": "/* a.h  A. */\n"},
     {"base/a.c": "int hex_a(void)\n{\n}\n", "base/a.h": "/* a.h  A.\n *\n * hex: digits. */\n"}),
    ("type-name", c("base/a.h", "typedef struct a a_t;\n"), c("base/a.h", "typedef struct {\n    long fen;\n} money;\n")),
    ("type-name", c("base/a.h", "struct a_t {\n    int a;\n};\n"), c("base/a.h", "struct a {\n    int a;\n};\n")),
    ("file-name", c("sql/checks/balance.sql", ""), c("sql/checks/001_balance.sql", "")),
    ("file-name", c("base/Money.c", ""), c("base/money_text.c", "")),
    # banned
    ("goto", c("base/a.c", "int f(void)\n{\n    goto out;\n}\n"), c("base/a.c", '/* goto */ const char a[] = "goto";\n')),
    ("memory", c("ledger/book/a.c", "void *p(void)\n{\n    return malloc(1);\n}\n"), c("base/a.c", "void *p(void)\n{\n    return malloc(1);\n}\n")),
    ("libpq", c("ledger/book/a.c", "void f(void)\n{\n    PQclear(r);\n}\n"), c("db/a.c", "void f(void)\n{\n    PQclear(r);\n}\n")),
    ("float", c("base/a.c", "static const double a = 1;\n"), c("reports/render/a.c", "static const double a = 1;\n")),
    ("marker", c("base/a.c", "/* FIX" + "ME later */\n"), c("base/a.c", 'const char a[] = "' + "X" * 6 + '";\n')),
    ("mutable", c("base/a.c", "static int count;\n"), c("base/a.c", "static const int count = 1;\n")),
    ("mutable", c("base/a.c", "static const char *a[] = {0};\n"), c("base/a.c", "static const char *const a[] = {0};\n")),
    ("mutable", c("base/a.c", "int f(void)\n{\n    static int n;\n    return n++;\n}\n"),
     c("base/a.c", "int f(const char a[static 4])\n{\n    static const int n = 1;\n    return n;\n}\n")),
    ("mutable", c("base/a.c", "struct a {\n    int b;\n} a;\n"), c("base/a.c", "struct a {\n    int b;\n};\nint f(int);\nextern int e;\n")),
    ("call", c("cli/a.c", 'void f(void)\n{\n    system("ls");\n}\n'), c("cli/a.c", "void f(void)\n{\n    file_system(1);\n}\n")),
    ("assert", c("base/a.c", "void f(int a)\n{\n    assert(a++ > 0);\n}\n"), c("base/a.c", "void f(int a)\n{\n    assert(a >= 0 && a != 3);\n}\n")),
    ("assert", c("base/a.c", "void f(int a)\n{\n    assert((a = 1));\n}\n"), c("base/a.c", "void f(int a)\n{\n    assert(a <= 1 || a == 3);\n}\n")),
    ("sql-text", c("db/a.c", 'const char a[] = "select 1";\n'), c("db/a.c", 'const char a[] = "set transaction read only";\n')),
    ("sql-text", c("cli/a.c", 'const char a[] = "commit";\n'), c("cli/a.c", 'const char a[] = "create the books of a community";\n')),
    ("place", c("docs/a.md", f"see {MACHINE}\n"), c("docs/a.md", "see server/work/job.c\n")),
    ("place", c("web/a.json", RESOLVED + '"https://mirror.example.org/x.tgz"\n'), c("web/a.json", RESOLVED + '"https://registry.npmjs.org/x.tgz"\n')),
    # comments
    ("first-line", c("base/a.h", "#pragma once\n"), c("base/a.h", "/* a.h  What it is. */\n#pragma once\n")),
    ("prototype", c("base/a.h", "/* a.h  A. */\n\nint a_b(int c);\n"), c("base/a.h", "/* a.h  A. */\n\n/* B. */\nint a_b(int c);\nint a_c(int c);\n")),
    ("prototype", c("base/a.h", "int a_b(int c); /* B. */\nint a_c(int c);\n"), c("base/a.h", "int a_b(int c,\n        int d); /* B. */\n")),
    # sql
    ("purpose", c("sql/seed/a.sql", "select 1;\n"), c("sql/seed/a.sql", "-- Seeds.\nselect 1;\n")),
    ("one-statement", sql("select 1; select 2;\n", "sql/queries/book/entry_get.sql"), sql("select ';';\n", "sql/queries/book/entry_get.sql")),
    ("unused-query", sql("select 1;\n", "sql/queries/book/entry_get.sql"),
     {**sql("select 1;\n", "sql/queries/book/entry_get.sql"), "ledger/book/entry.c": "int a = f(sql_entry_get);\n"}),
    ("title", sql("select 1;\n", "sql/checks/001_a.sql"), sql("-- title: all is well\nselect 1;\n", "sql/checks/001_a.sql")),
    ("comment-on", sql(TABLE + SAID.replace("fund.id", "fund.x")), sql(TABLE + SAID)),
    ("comment-on", sql("create index fund_by_name on fund (name);\n"), sql("create index a on fund (b);\ncomment on index a is 'x';\n")),
    ("comment-on", sql("create or replace function f(a int) returns int as $$ select 1 $$ language sql;\n", "sql/functions/book/f.sql"),
     sql("create function f(a int) returns int as $$ x $$;\ncomment on function f(int) is 'x';\n", "sql/functions/book/f.sql")),
    ("sql-word", sql("create rule a as on update to b do instead nothing;\n"), sql("select 'create rule'; -- create rule\n")),
    # text
    ("text", c("docs/a.md", b"\xff\n"), c("docs/a.md", "明账\n")),
    ("text", c("docs/a.md", "a\r\n"), c("tests/golden/a/input", b"\xff\r\n ")),
    ("text", c("docs/a.md", "a \n"), c("docs/a.md", "a\n")),
    ("text", c("docs/a.md", "a"), c("docs/a.md", "")),
    ("width", c("base/a.c", "/* " + "账" * 60 + " */\n"), c("base/a.c", "/* " + "账" * 57 + " */\n")),
    ("width", c("base/a.c", "\tint a;\n"), c("base/a.def", "x" * 200 + "\n")),
    # registry, references, documents
    ("error-row", c("base/error.def", ROW.format("a", "b", 1, "{x}", "{y}")), c("base/error.def", ROW.format("a", "b", 1, "{x}", "{x}"))),
    ("error-row", c("base/error.def", ROW.format("a", "b", 1, "x", "x") + ROW.format("a", "c", 1, "x", "x")), c("base/error.def", "")),
    ("error-raised", c("base/error.def", ROW.format("a", "b", 7, "x", "x")),
     {"base/error.def": ROW.format("a", "b", 7, "x", "x"), "db/a.c": "result a = REFUSE(a, b);\n"}),
    ("error-raised", c("base/error.def", ROW.format("a", "b", 7, "x", "x")),
     {"base/error.def": ROW.format("a", "b", 7, "x", "x"), **sql("select 'MZ007';\n")}),
    ("reference", c("base/a.c", "/* see plan" + ".md */\n"), {"base/a.c": "/* see docs/checks.md */\n", "docs/checks.md": "x\n"}),
    ("reference", c("docs/a.md", "[b](b.md)\n"), {"docs/a.md": "[b](b.md#c) [d](https://example.org)\n", "docs/b.md": "x\n"}),
    ("generated", {"base/error.def": ROW.format("a", "b", 7, "x", "x"), "docs/errors.md": "old\n"}, c("docs/errors.md", "x\n")),
    # law
    ("law-id", law(base__a_c="/*= XX-2 */\n"), law(base__a_c="/*= XX-1 why */\n", base__b_h="/* b.h  As XX-1 says; SHA-256. */\n")),
    ("law-id", law(base__a_h="/* a.h  As XX-2 says. */\n"), law(tests__a_py="#= test XX-1\n")),
    ("law-id", law(base__error_def='ERROR(a, b, 7, REFUSAL, 6, 422, "x", "x", "x", "x", "XX-3")\n'), law(sql__a_sql="--= XX-1\n")),
    ("law-id", {**law(), "rules/law/law.def": LAW.format("decision") * 2}, law()),
    ("law-text", law(text=CLAUSE.replace("clause", "Clause")), law()),
    ("law-text", law(text="# XX\n"), law(text="\n".join(CLAUSE.split("\n")))),
    ("law-text", law(text=CLAUSE + "\n## XX-2\n\n条\nclause\n"), law()),
    ("law-pack", law(rules__packs__a_json=PACK % ("款", "2021-01-01", "V")), law(rules__packs__a_json=PACK % ("条", "2021-01-01", "U"))),
    ("law-pack", law(rules__packs__a_json=PACK % ("条", "2020-12-31", "V")), law(rules__packs__a_json=PACK % ("条", "2022-01-01", "V"))),
    ("law-pack", law(rules__packs__a_json=(PACK % ("条", "2021-01-01", "V")).replace("XX-1", "XX-2")), law()),
    ("law-pack", {**law(rules__packs__a_json=PACK % ("条", "2021-01-01", "V")), "rules/law/law.def": LAW.format("x").replace(" V,", " U,")}, law()),
    ("law-covered", law("built", base__a_c="/*= XX-1 */\n"), law("built", base__a_c="/*= XX-1 */\n", tests__base__a_c="/*= test XX-1 */\n")),
    ("law-covered", law("built", tests__base__a_c="/*= test XX-1 */\n"), law("decision")),
)
