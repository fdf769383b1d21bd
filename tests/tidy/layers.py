"""Who may include whom, where a library's header may stand, and what each folder may link. One table for all three."""
import re

from tree import Violation

GATES = ("include", "library", "link")

BOTTOM = {"base"}
PROOF = BOTTOM | {"rules", "audit/log", "audit/replay"}
EVIDENCE = PROOF | {"db", "audit"}
DESK = EVIDENCE | {"audit/desk"}
BOOKS = {"ledger/people", "ledger/book", "ledger/bank", "ledger/matter", "ledger/duty", "ledger/oversight", "ledger/vote", "ledger/project", "ledger/warranty", "ledger/handover", "ledger"}
FRONT = DESK | BOOKS | {"base/file", "importers", "importers/parse", "reports", "reports/render", "embed"}

# folder -> the folders it may include besides itself
ALLOWED = {
    "base": set(),
    "base/file": BOTTOM,
    "db": BOTTOM,
    "rules": BOTTOM,
    "audit/log": BOTTOM | {"rules"},
    "audit/replay": BOTTOM | {"rules", "audit/log"},
    "audit": PROOF | {"db"},
    "audit/desk": EVIDENCE,
    "ledger/people": {"base", "db", "rules", "embed"},
    "ledger/book": {"base", "db", "rules", "embed", "ledger/people"},
    "ledger/bank": {"base", "db", "rules", "embed", "ledger/people", "ledger/book"},
    "ledger/matter": {"base", "base/file", "db", "rules", "embed", "ledger/people", "ledger/book"},
    "ledger/duty": {"base", "db", "rules", "embed", "ledger/people", "ledger/book", "ledger/bank", "ledger/matter", "ledger/warranty"},
    "ledger/oversight": {"base", "base/file", "db", "rules", "embed", "ledger/people", "ledger/book", "ledger/matter"},
    "ledger/vote": {"base", "db", "rules", "embed", "ledger/people", "ledger/matter"},
    "ledger/project": {"base", "base/file", "db", "rules", "embed", "ledger/people", "ledger/book", "ledger/matter"},
    "ledger/warranty": {"base", "base/file", "db", "rules", "embed", "ledger/people", "ledger/book", "ledger/matter"},
    "ledger/handover": {"base", "db", "rules", "embed", "ledger/people", "ledger/book", "ledger/matter", "ledger/vote", "ledger/project", "ledger/duty", "ledger/warranty"},
    "ledger": {"base", "base/file", "db", "rules", "embed"} | BOOKS,
    "importers/parse": BOTTOM | {"embed"},
    "importers": DESK | BOOKS | {"importers/parse", "embed"},
    "reports/render": BOTTOM | {"embed"},
    "reports": DESK | BOOKS | {"reports/render", "embed"},
    "server": FRONT,
    "cli/verifier": PROOF,
    "cli": FRONT,
}
BY_DEPTH = sorted(ALLOWED, key=len, reverse=True)

# header -> the files it may stand in
HOMES = (
    (r"libpq-fe\.h|libpq/|postgres", r"db/"),
    (r"gcrypt\.h", r"base/(digest|random|password)\."),
    (r"openssl/", r"base/(sign|cipher|tsa)\."),
    (r"p11-kit/|pkcs11", r"base/sign\."),
    (r"curl/", r"base/fetch\."),
    (r"jansson\.h", r"base/json\.c"),
    (r"microhttpd\.h", r"server/http/listen\.c"),
    (r"cjose/|liboath/", r"server/identity/"),
    (r"csv\.h|zip\.h|libxml/|iconv\.h", r"importers/parse/"),
    (r"seccomp\.h", r"importers/sandbox\."),
    (r"cairo|pango/", r"reports/render/pdf"),
    (r"xlsxwriter\.h", r"reports/render/xlsx\.c"),
    (r"qrencode\.h", r"reports/render/qr\."),
    (r"ini\.h", r"cli/config\."),
    (r"systemd/", r"cli/serve\."),
    (r"argp\.h", r"cli/"),
)
SYSTEM = re.compile(r"(assert|ctype|dirent|errno|fcntl|ftw|getopt|glob|grp|inttypes|libgen|limits|locale|math|netdb|poll|pthread|pwd|"
                    r"signal|spawn|std(align|arg|atomic|bool|def|int|io|lib|noreturn)|string|strings|termios|threads|time|"
                    r"unistd|netinet/\w+|arpa/inet|sys/\w+|linux/\w+)\.h")

# CMake target -> folder, where they differ; package -> folders that may link it
TARGETS = {"base_json": "base", "rules_json": "rules", "base_file": "base/file", "audit_log": "audit/log", "audit_replay": "audit/replay", "audit_desk": "audit/desk",
           "importers_parse": "importers/parse", "reports_render": "reports/render", "mingzhang": "cli",
           "mingzhang-verify": "cli/verifier", "mingzhang_verify": "cli/verifier"}
PACKAGES = {"GCRYPT": "base", "OPENSSL": "base", "CRYPTO": "base", "CURL": "base", "JANSSON": "base", "PQ": "db", "MHD": "server",
            "CJOSE": "server", "OATH": "server", "CSV": "importers/parse", "ZIP": "importers/parse", "XML2": "importers/parse",
            "SECCOMP": "importers", "CAIRO": "reports/render", "PANGO": "reports/render", "XLSXWRITER": "reports/render",
            "QRENCODE": "reports/render", "INIH": "cli", "SYSTEMD": "cli"}


def folder_of(path):
    """The row of the table that a path belongs to, or None for tests, bench and the like."""
    if path.startswith("embed/"):
        return "db" if re.match(r"embed/(sql|migration|function|check|copy|setup)\b", path) else "embed"
    return next((folder for folder in BY_DEPTH if path.startswith(folder + "/")), None)


def check(tree):
    """Every include and every link list of the product."""
    for path in tree.paths(".c", ".h", ".def"):
        if folder_of(path):
            for line, bracket, name in tree.source(path).includes():
                problem = _ours(tree, path, name) if bracket == '"' else _library(path, name)
                if problem:
                    yield Violation(path, line, "include" if bracket == '"' else "library", problem)
    for path in tree.paths("CMakeLists.txt", outside=("tests/", "bench/")):
        yield from _links(path, tree.text(path))


def _ours(tree, path, name):
    """What is wrong with including one of our own files, or None."""
    source, target = folder_of(path), folder_of(name)
    if target is None:
        return f'"{name}" is not a path from the top of the tree; write "folder/name.h"'
    if source == target or _door(tree, path, name):
        return _json(path, name)
    if target not in ALLOWED[source] and not (path.startswith("rules/facts.") and target == "db"):
        return f"{source} may not include {target} ({name}); move the code down, or hand the value in as an argument"
    return _json(path, name)


def _door(tree, path, name):
    """The few openings in the table: the journal for the ledger, the server's app.h for three commands."""
    if path.startswith("ledger/") and re.fullmatch(r"audit/\w+\.h", name):
        journal = tree.source("audit/journal.h").includes() if "audit/journal.h" in tree else ()
        return name == "audit/journal.h" or any(name == other for _, _, other in journal)
    return name == "server/app.h" and path in ("cli/serve.c", "cli/work.c", "cli/evidence.c")


def _json(path, name):
    """The verifier's parts take packs and policies as records, never as JSON and never from the database."""
    if path.startswith(("audit/log/", "audit/replay/", "cli/verifier/")):
        if name in ("base/json.h", "rules/facts.h", "rules/pack_json.h"):
            return f"{name} does not belong in the verifier; pass the value as a record"
    return None


def _library(path, name):
    """What is wrong with a header of a library, or None."""
    for header, home in HOMES:
        if re.match(header, name):
            return None if re.match(home, path) else f"<{name}> is at home in {home}; call what that file offers instead"
    return None if SYSTEM.fullmatch(name) else f"<{name}> has no home yet; give it one in tests/tidy/layers.py"


def _links(path, text):
    """Link lists that name a library above the folder, or a package that lives elsewhere."""
    text = re.sub(r"#[^\n]*", "", text)
    for match in re.finditer(r"mz_library\(\s*NAME\s+(\S+)\s+LINK\s+([^)]*)\)|target_link_libraries\(\s*(\S+)\s([^)]*)\)", text):
        target, names = match.group(1) or match.group(3), (match.group(2) or match.group(4)).split()
        source = TARGETS.get(target, target)
        for name in names:
            problem = _link(source, name)
            if source in ALLOWED and problem:
                yield Violation(path, text.count("\n", 0, match.start()) + 1, "link", f"{target} links {name}: {problem}")


def _link(source, name):
    """What is wrong with a folder linking one library, or None."""
    package = re.match(r"(?:PkgConfig::|\$\{)(\w+)", name)
    if package:
        home = PACKAGES.get(package.group(1).removesuffix("_LIBRARY"))
        return None if home == source else f"that package is at home in {home}; give it a home in tests/tidy/layers.py"
    target = TARGETS.get(name, folder_of(name.replace("embed_", "embed/", 1) + "/") if name.startswith("embed_") else name)
    door = source.startswith("ledger") and target == "audit" or source == "cli" and target == "server"
    known = name in ("PUBLIC", "PRIVATE", "INTERFACE") or target in (source, "embed") or door or target in ALLOWED.get(source, ())
    return None if known else f"{source} may not use it; take it out and move what needs it up"
