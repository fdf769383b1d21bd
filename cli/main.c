/* mingzhang: the command line. One table of flags, one table of verbs. */
#include "base/digest.h"
#include "base/number.h"
#include "cli/cli.h"
#include "ledger/people/community.h"

#include <argp.h>
#include <signal.h>

enum flag {
    FLAG_DATA = 256,
    FLAG_DATABASE,
    FLAG_JSON,
    FLAG_DRY_RUN,
    FLAG_COMMUNITY,
    FLAG_LANG,
    FLAG_PERIOD,
    FLAG_FORMAT,
    FLAG_OUT,
    FLAG_RULES,
    FLAG_BANK_ACCOUNT,
    FLAG_KEY,
    FLAG_NAME,
    FLAG_CUSTODIAN,
    FLAG_BANK,
    FLAG_NUMBER,
    FLAG_FUND,
    FLAG_SUMMARY,
    FLAG_DATE,
    FLAG_PORT,
    FLAG_ISSUER,
    FLAG_AMOUNT,
    FLAG_VISIBILITY,
    FLAG_OPENING,
    FLAG_NEXT_FILE,
    FLAG_THROUGH,
    FLAG_RATE,
    FLAG_BY,
    FLAG_KIND,
    FLAG_AS,
    FLAG_ROLE,
    FLAG_REASON,
    FLAG_IF_VERSION,
    FLAG_PAYEE,
    FLAG_RESTS_ON,
    FLAG_AS_OF,
    FLAG_KNOWN_AT,
    FLAG_BEHIND,
    FLAG_ACCOUNT,
    FLAG_EARLY,
    FLAG_BALANCE,
    FLAG_DOCUMENT,
    FLAG_HOLD,
    FLAG_RECONCILIATION,
    FLAG_CONTRACT,
    FLAG_DIGEST,
    FLAG_PROJECT,
    FLAG_WARRANTY,
    FLAG_WITHDRAWAL,
    FLAG_COUNTY,
    FLAG_UNTIL,
    FLAG_REPLACES,
    FLAG_PLACE,
    FLAG_SIGNATURE,
};

static const struct argp_option options[] = {
    {"data", FLAG_DATA, "DIR", 0, "数据文件夹，默认 ./var  data folder", 1},
    {"database", FLAG_DATABASE, "DSN", 0, "改用外部 PostgreSQL  use an outside server", 1},
    {"community", FLAG_COMMUNITY, "CODE", 0, "小区代码，12 位  community code", 2},
    {"lang", FLAG_LANG, "zh|en", 0, "输出语言，默认 zh  language", 1},
    {"json", FLAG_JSON, NULL, 0, "输出 JSON  machine-readable output", 1},
    {"dry-run", FLAG_DRY_RUN, NULL, 0, "只预览，不写入  preview, write nothing", 3},
    {"period", FLAG_PERIOD, "PERIOD", 0, "期间：2026-09、2026Q3、2026 或 2023..2025  month, quarter, year or years", 3},
    {"as-of", FLAG_AS_OF, "YYYY-MM-DD", 0, "截至日期，默认期末  day in the period up to which a report goes", 3},
    {"known-at", FLAG_KNOWN_AT, "N|INSTANT", 0,
     "按当时已知的账本：记录数、日期或时刻  as the journal was: number of records, day or instant", 3},
    {"behind", FLAG_BEHIND, "FIGURE", 0, "列出一个数字背后的凭证，如 4001.year  vouchers behind a figure", 3},
    {"account", FLAG_ACCOUNT, "CODE", 0, "科目编号  code of an account", 3},
    {"format", FLAG_FORMAT, "html|csv|json|xlsx|pdf|ics", 0, "报表格式  report format", 3},
    {"out", FLAG_OUT, "FILE", 0, "写入文件，默认标准输出  output file", 3},
    {"rules", FLAG_RULES, "FILE", 0, "归类规则；规则包  category rules for import; a rule pack", 4},
    {"bank-account", FLAG_BANK_ACCOUNT, "NUMBER", 0, "本方账号（文件里没有时）  own account number", 4},
    {"opening", FLAG_OPENING, NULL, 0, "把银行期初余额记为期初凭证  book the bank's opening balance", 4},
    {"hold", FLAG_HOLD, NULL, 0, "规则定不了的流水先挂起，不拒收整个文件  hold lines that no rule decides", 4},
    {"balance", FLAG_BALANCE, "YUAN", 0, "对账单上的日终余额  balance at the end of a day, as a statement states it",
     5},
    {"document", FLAG_DOCUMENT, "ID", 0, "归档的对账单、收款凭证  archived statement, document of a receipt", 5},
    {"require-reconciliation", FLAG_RECONCILIATION, NULL, 0,
     "结账前银行账户必须对平  close only when every bank account is reconciled", 5},
    {"key", FLAG_KEY, "KEY", 0, "操作编号（防重复）  idempotency key", 5},
    {"date", FLAG_DATE, "YYYY-MM-DD", 0, "记账日期、开具日期，默认今天  booking date, day of issue", 5},
    {"summary", FLAG_SUMMARY, "TEXT", 0, "摘要  summary", 5},
    {"rate", FLAG_RATE, "YUAN", 0, "每平方米首期交存额  first deposit per square metre", 5},
    {"kind", FLAG_KIND, "KIND", 0,
     "返还种类 this-year former-year house-lost paid；凭证种类 invoice receipt contract 等；账户 time  kind of refund, "
     "document or account",
     5},
    {"by", FLAG_BY, "KEY", 0, "收益分配依据：balance-days closing average area  key of a distribution", 5},
    {"through", FLAG_THROUGH, NULL, 0, "连同以前未结的月份一起结  close the open months before it too", 5},
    {"name", FLAG_NAME, "TEXT", 0, "小区名称  name of the community", 6},
    {"custodian", FLAG_CUSTODIAN, "TEXT", 0, "资金保管方  who keeps the money", 6},
    {"fund", FLAG_FUND, "MF|PI|WD|OP", 0, "资金：MF 维修资金，PI 公共收益，WD 保修金，OP 工作经费  fund", 6},
    {"bank", FLAG_BANK, "TEXT", 0, "开户银行  bank", 6},
    {"as", FLAG_AS, "WHO", 0, "经办人：姓名或编号  who acts: name or token", 5},
    {"role", FLAG_ROLE, "treasurer|member|chair", 0, "身份  class of a person", 5},
    {"reason", FLAG_REASON, "TEXT", 0, "退回原因  reason of a return", 5},
    {"if-version", FLAG_IF_VERSION, "N", 0, "看到的草稿版本  version of the draft that was seen", 5},
    {"number", FLAG_NUMBER, "DIGITS", 0, "银行账号；票据号码  number of an account or voucher", 6},
    {"issuer", FLAG_ISSUER, "TAX-ID", 0, "开具方纳税人识别号  who issued the voucher", 5},
    {"amount", FLAG_AMOUNT, "YUAN", 0, "票面金额，如 1234.50  amount on the document", 5},
    {"visibility", FLAG_VISIBILITY, "withheld|redacted|public", 0, "是否公开，默认 withheld  who may see it", 5},
    {"payee", FLAG_PAYEE, "NAME", 0, "预留的收款人  payee of a reservation", 5},
    {"rests-on", FLAG_RESTS_ON, "N", 0, "预留依据的记录，如预算  record that a reservation rests on", 5},
    {"contract", FLAG_CONTRACT, "ID", 0, "所依据的合同  contract that a payment fulfils", 5},
    {"project", FLAG_PROJECT, "N", 0, "所付的维修项目  project whose works a payment is for", 5},
    {"warranty", FLAG_WARRANTY, "N", 0, "所付的保修金使用申请或保修金  claim or deposit that a payment is for", 5},
    {"withdrawal", FLAG_WITHDRAWAL, "N", 0, "据以付款的支取申请  approved application that is paid", 5},
    {"digest", FLAG_DIGEST, "HEX", 0, "看过的申请摘要  digest of the application that was looked at", 5},
    {"signature", FLAG_SIGNATURE, "FILE", 0, "本人密钥的签名  signature by one's own key", 5},
    {"county", FLAG_COUNTY, "330681", 0, "县（市、区）代码，6 位  county", 2},
    {"until", FLAG_UNTIL, "YYYY-MM-DD", 0, "公示到哪一天  last day of display", 5},
    {"replaces", FLAG_REPLACES, "ID", 0, "更正哪一次公示  the disclosure that this one corrects", 5},
    {"place", FLAG_PLACE, "PLACE,…", 0, "公示地方：notice_board、owner_group、platform  where it is shown", 5},
    {"early", FLAG_EARLY, NULL, 0, "确认提前到账  paid before its day", 5},
    {"port", FLAG_PORT, "N", 0, "网页端口，默认 8080  port of the pages", 7},
    {"next-file", FLAG_NEXT_FILE, NULL, 0, "demo：写出下一个月的对账单  write next month's statement", 7},
    {NULL, 0, NULL, 0, NULL, 0},
};

static const char verbs_doc[] =
    "\n明账：小区共有资金的账本与审计  Mingzhang: the ledger of a community's common money\v"
    "命令 Verbs:\n"
    "  init                              建立账本数据库  make the database\n"
    "  demo                              装入示范城市（6 个小区）  load the demonstration city\n"
    "  serve                             打开网页  serve the public pages\n"
    "  community open|list               小区开账、列表  open or list communities\n"
    "  bank-account open|list            登记银行账户  register bank accounts\n"
    "  fund open OP|WD | list            开设工作经费、保修金  open further funds\n"
    "  account list | open CODE NAME | rename CODE NAME | close CODE   科目表、增设明细科目  chart of accounts\n"
    "  unit import FILE | list | show | transfer  房屋登记与分户账  units and their sub-accounts\n"
    "  deposit add|refund|short          交存、返还、应续交  deposits, refunds, units to top up\n"
    "  apportionment preview|post AMOUNT [UNIT…]   维修费用分摊  charge a repair to units\n"
    "  interest preview|distribute YEAR AMOUNT     收益分配到户  share income out\n"
    "  period close MONTH | show         结账  close months\n"
    "  bank assert|list|items            登记对账单余额、查看未达账项  balances of statements, open items\n"
    "  bank match LINE ENTRY | unmatch N 银行流水与凭证勾对  match a bank line to an entry\n"
    "  import FILE                       导入银行对账单  import a bank statement\n"
    "  entry post FILE | list | reverse NUMBER   录入、查看、红字冲销凭证  post, list, reverse entries\n"
    "  document add FILE | list | show ID | publish ID | withhold ID   归档、查看、公开原始凭证  source documents\n"
    "  reservation make ACCOUNT AMOUNT | list | release N | expire   预留资金  reserve approved money\n"
    "  reservation available | limit ACCOUNT AMOUNT   可用余额、限额  what may be spent; limits\n"
    "  budget propose|adopt|change|close FILE | show   预算与变更  budgets and change orders\n"
    "  party add|list                    登记往来单位  register parties\n"
    "  party relate PARTY PERSON WORDS | relations   披露关联关系  disclose relations\n"
    "  asset add|list                    公共资源台账  common assets that earn\n"
    "  warranty add DEVELOPER BUILDING EXPIRES | list | show N   物业保修金登记  warranty deposits\n"
    "  warranty claim DEPOSIT PART AMOUNT | verify|…|close N | notice|…|pay N   保修金动用、退还  use, refund\n"
    "  contract add FILE | list | end ID | due | recognise MONTH | expected   经营合同、收入确认、应收实收对照  "
    "contracts\n"
    "  placement open FILE | list | show ID | schedule | receive ID N | withdraw ID RATE_PPM | renew ID FILE   "
    "定期存款、国债  term deposits and bonds\n"
    "  report disclosure|three-year      季度公示、三年报表  reports\n"
    "  report balance-sheet|income|net-assets|receipts|warranty|trial-balance   会计报表  statements\n"
    "  report reconciliation             银行存款余额调节表  bank reconciliation\n"
    "  report general-ledger|ledger|journal-book|unit NAME|voucher NUMBER   账簿、分户对账单、凭证  books\n"
    "  person add|list                   登记人员  register people\n"
    "  organization add|list             登记单位：业委会、社区、镇街等  register bodies\n"
    "  role grant FROM UNTIL | finish N DATE | list   身份与任期  roles and their terms\n"
    "  actor-key challenge|register FILE | revoke KEY | list   审批人本人的密钥  own keys of approvers\n"
    "  withdrawal check|submit E02 AMOUNT PAYEE [DOCUMENT…] | list | show N   支取申请  apply to pay out of a fund\n"
    "  withdrawal approve|refuse|return|withdraw N | expire | pay N   审批、付款  approve, pay\n"
    "  withdrawal intent N yes|no|returned   审批前要签名的内容  what an approver signs with his own key\n"
    "  project open FILE | list | show N | decide|contract|…|close N   维修资金使用  works paid by the fund\n"
    "  approval withdraw N               撤回审批  take an approval back\n"
    "  draft create FILE | submit|review|approve… ID   草稿：制单、复核、审批入账  drafts\n"
    "  order issue FILE | follow N STATE | show N | list   责令限期改正或撤销  orders of the authorities\n"
    "  objection add RECORD TEXT | answer N TEXT | list    业主异议与答复  objections of owners\n"
    "  decision record FILE [BALLOTS] | list | show N   业主大会与业委会的决定、计票  decisions and their votes\n"
    "  rules activate | active           启用规则：从哪天起受约束  bind a community to its rules\n"
    "  rules list | explain KEY | check FILE     当地当日的规则、出处、规则包检查  the rules of a place on a day\n"
    "  duty list | overdue | calendar --format ics   应办事项与期限、逾期清单、日历  what is owed by when\n"
    "  disclosure publish KIND PERIOD | list   公示登记  what was shown to the owners\n"
    "  term open FROM TO | list          业委会任期  terms of the committee\n"
    "  small-account file FILE | list | compare MONTH   企业小账  the property company's own statement\n"
    "  stamp add KIND NAME | keep|lose|release|destroy N | list   印章与保管人  stamps and their keepers\n"
    "  stamp use N WHAT COPIES | cancel USE | uses | register   用印登记  each use and what it rests on\n"
    "  handover open term|member|manager DATE | sign|miss|complete|cancel N | list | show N | register N   移交  "
    "hand-overs\n"
    "  holiday load FILE | list YEAR     放假安排  the calendar of holidays\n"
    "  export journal DIR | hledger      导出日志、hledger 账本  exports\n"
    "  verify                            全面核验  verify everything\n"
    "  check                             检查账本规则  run the invariants\n"
    "  psql [ARGS]                       打开数据库  psql on the database in use\n"
    "\n退出码 Exit status: 0 好 ok, 1 故障 fault, 2 用法或文件不对 usage or malformed input, 3 被拒绝 refused, 4 "
    "账务问题 bookkeeping finding, "
    "5 完整性被破坏 integrity broken, 6 连不上数据库 database unreachable, 7 请重试 try again\n";

static error_t number_flag(struct argp_state *state, const char *text, int64_t low, int64_t high, int64_t *ret)
{
    if (FAILED(number_parse(text, low, high, ret)))
        argp_error(state, "“%s” 不是 %lld 到 %lld 的整数 is not a number from %lld to %lld", text, (long long)low,
                   (long long)high, (long long)low, (long long)high);
    return 0;
}

static error_t community_flag(struct argp_state *state, struct cli *cli, const char *text)
{
    if (!FAILED(community_code_parse(&cli->ctx, text, &cli->community)))
        return 0;
    argp_error(state, "小区代码“%s”应是 12 位数字 a community code has 12 digits", text);
    return EINVAL;
}

static error_t language_flag(struct argp_state *state, struct cli *cli, const char *text)
{
    cli->language = strcmp(text, "en") == 0 ? LANGUAGE_EN : LANGUAGE_ZH;
    if (cli->language == LANGUAGE_ZH && strcmp(text, "zh") != 0)
        argp_error(state, "--lang zh 或 or en");
    return 0;
}

/* Where a flag with a text value is kept. */
/* tidy: flat list */
static const char **text_flag(struct cli *cli, int key)
{
    switch (key) {
    case FLAG_DATA:
        return &cli->data;
    case FLAG_DATABASE:
        return &cli->database;
    case FLAG_PERIOD:
        return &cli->period;
    case FLAG_FORMAT:
        return &cli->format;
    case FLAG_OUT:
        return &cli->out;
    case FLAG_RULES:
        return &cli->rules;
    case FLAG_BANK_ACCOUNT:
        return &cli->bank_account;
    case FLAG_KEY:
        return &cli->key;
    case FLAG_NAME:
        return &cli->name;
    case FLAG_CUSTODIAN:
        return &cli->custodian;
    case FLAG_BANK:
        return &cli->bank;
    case FLAG_NUMBER:
        return &cli->number;
    case FLAG_FUND:
        return &cli->fund;
    case FLAG_SUMMARY:
        return &cli->summary;
    case FLAG_DATE:
        return &cli->date;
    case FLAG_RATE:
        return &cli->rate;
    case FLAG_BY:
        return &cli->by;
    case FLAG_KIND:
        return &cli->kind;
    case FLAG_AS:
        return &cli->as;
    case FLAG_ROLE:
        return &cli->role;
    case FLAG_REASON:
        return &cli->reason;
    case FLAG_ISSUER:
        return &cli->issuer;
    case FLAG_AMOUNT:
        return &cli->amount;
    case FLAG_VISIBILITY:
        return &cli->visibility;
    case FLAG_PAYEE:
        return &cli->payee;
    case FLAG_RESTS_ON:
        return &cli->rests_on;
    case FLAG_AS_OF:
        return &cli->as_of;
    case FLAG_KNOWN_AT:
        return &cli->known_at;
    case FLAG_BEHIND:
        return &cli->behind;
    case FLAG_ACCOUNT:
        return &cli->account;
    case FLAG_BALANCE:
        return &cli->balance;
    case FLAG_DOCUMENT:
        return &cli->document;
    case FLAG_CONTRACT:
        return &cli->contract;
    case FLAG_DIGEST:
        return &cli->digest;
    case FLAG_PROJECT:
        return &cli->project;
    case FLAG_WARRANTY:
        return &cli->warranty;
    case FLAG_WITHDRAWAL:
        return &cli->withdrawal;
    case FLAG_COUNTY:
        return &cli->county;
    case FLAG_UNTIL:
        return &cli->until;
    case FLAG_REPLACES:
        return &cli->replaces;
    case FLAG_PLACE:
        return &cli->place;
    case FLAG_SIGNATURE:
        return &cli->signature;
    default:
        return NULL;
    }
}

static bool *switch_flag(struct cli *cli, int key)
{
    switch (key) {
    case FLAG_JSON:
        return &cli->json;
    case FLAG_DRY_RUN:
        return &cli->dry_run;
    case FLAG_OPENING:
        return &cli->opening;
    case FLAG_THROUGH:
        return &cli->through;
    case FLAG_HOLD:
        return &cli->hold;
    case FLAG_RECONCILIATION:
        return &cli->require_reconciliation;
    case FLAG_NEXT_FILE:
        return &cli->next_file;
    case FLAG_EARLY:
        return &cli->early;
    default:
        return NULL;
    }
}

static error_t argument(struct argp_state *state, struct cli *cli, const char *text)
{
    if (!cli->verb) {
        cli->verb = text;
        return 0;
    }
    if (cli->arg_count == CLI_ARGS_MAX)
        argp_error(state, "参数太多 too many arguments");
    cli->args[cli->arg_count++] = text;
    return 0;
}

static error_t parse(int key, char *text, struct argp_state *state)
{
    struct cli *cli = state->input;
    int64_t number;
    const char **value = text_flag(cli, key);
    bool *on = switch_flag(cli, key);
    if (value) {
        *value = text;
        return 0;
    }
    if (on) {
        *on = true;
        return 0;
    }
    switch (key) {
    case FLAG_COMMUNITY:
        return community_flag(state, cli, text);
    case FLAG_LANG:
        return language_flag(state, cli, text);
    case FLAG_PORT:
        (void)number_flag(state, text, 1, 65535, &number);
        cli->port = (int)number;
        return 0;
    case FLAG_IF_VERSION:
        (void)number_flag(state, text, 1, INT64_MAX, &cli->if_version);
        return 0;
    case ARGP_KEY_ARG:
        return argument(state, cli, text);
    case ARGP_KEY_END:
        if (!cli->verb)
            argp_usage(state);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct {
    const char *name;
    int (*run)(struct cli *cli);
} verbs[] = {
    {"init", verb_init},
    {"demo", verb_demo},
    {"serve", verb_serve},
    {"community", verb_community},
    {"fund", verb_fund},
    {"bank-account", verb_bank_account},
    {"account", verb_account},
    {"unit", verb_unit},
    {"deposit", verb_deposit},
    {"apportionment", verb_apportionment},
    {"interest", verb_interest},
    {"period", verb_period},
    {"bank", verb_bank},
    {"import", verb_import},
    {"document", verb_document},
    {"entry", verb_entry},
    {"draft", verb_draft},
    {"reservation", verb_reservation},
    {"budget", verb_budget},
    {"person", verb_person},
    {"organization", verb_organization},
    {"role", verb_role},
    {"actor-key", verb_actor_key},
    {"party", verb_party},
    {"asset", verb_asset},
    {"warranty", verb_warranty},
    {"contract", verb_contract},
    {"placement", verb_placement},
    {"report", verb_report},
    {"export", verb_export},
    {"verify", verb_verify},
    {"check", verb_check},
    {"psql", verb_psql},
    {"withdrawal", verb_withdrawal},
    {"project", verb_project},
    {"approval", verb_approval},
    {"order", verb_order},
    {"objection", verb_objection},
    {"decision", verb_decision},
    {"rules", verb_rules},
    {"duty", verb_duty},
    {"disclosure", verb_disclosure},
    {"term", verb_term},
    {"small-account", verb_small_account},
    {"stamp", verb_stamp},
    {"handover", verb_handover},
    {"holiday", verb_holiday},
};

static void print_version(FILE *stream, struct argp_state *state)
{
    (void)state;
    (void)fprintf(stream, "mingzhang %s\n", MZ_VERSION);
}

/* psql takes its own flags: everything behind the word belongs to it. Where our part of the line ends. */
static int own_part(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "psql") == 0)
            return i + 1;
        if (argv[i][0] != '-')
            return argc;
        if (!strchr(argv[i], '='))
            i++; /* the value of --data or --database */
    }
    return argc;
}

int main(int argc, char **argv)
{
    static const struct argp argp = {.options = options, .parser = parse, .args_doc = "VERB [ARGS]", .doc = verbs_doc};
    struct cli cli = {.language = LANGUAGE_ZH, .data = "./var"};
    argp_err_exit_status = 2;
    argp_program_version_hook = print_version;
    (void)signal(SIGPIPE, SIG_IGN);
    cli.ctx.random = &cli.random;
    const int own = own_part(argc, argv);
    if (argp_parse(&argp, own, argv, 0, NULL, &cli) != 0)
        return 2;
    for (int i = own; i < argc && cli.arg_count < CLI_ARGS_MAX; i++)
        cli.args[cli.arg_count++] = argv[i];
    if (FAILED(digest_start()))
        return 1;
    for (size_t i = 0; i < LENGTH(verbs); i++)
        if (strcmp(verbs[i].name, cli.verb) == 0)
            return verbs[i].run(&cli);
    return cli_usage(&cli, "没有命令 %s / no verb %s", cli.verb, cli.verb);
}
