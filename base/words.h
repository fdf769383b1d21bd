/* words.h  The domain's words and their codes in records: funds, sides, classes, entry types, words of voucher numbers,
 * dimensions.
 *
 * contract: why one ends; asset: kinds of common things that earn.
 * code: the number of an account in a chart.
 * placement: money laid out for a time: term deposits and treasury bonds; how its interest is counted, where bought.
 * document, visibility: types of source documents, and who may see them.
 * stream: a source of public income, P01 … P17.
 * use: what money is spent on, E01 … E15. */
#pragma once

#include "base/result.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum fund { FUND_MF = 1, FUND_PI = 2, FUND_WD = 3, FUND_OP = 4 };
enum side { SIDE_DEBIT = 1, SIDE_CREDIT = 2 };
enum account_class { CLASS_ASSET = 1, CLASS_LIABILITY = 2, CLASS_NET_ASSET = 3, CLASS_INCOME = 4, CLASS_EXPENSE = 5 };
enum entry_type {
    ENTRY_ORDINARY = 1,
    ENTRY_RED_LETTER = 2,
    ENTRY_CORRECTION = 3,
    ENTRY_DIFFERENCE = 4,
    ENTRY_OPENING = 5,
    ENTRY_CARRY_FORWARD = 6,
    ENTRY_APPORTIONMENT = 7
};
enum entry_source { SOURCE_HAND = 1, SOURCE_IMPORT = 2, SOURCE_SCHEDULE = 3, SOURCE_CLOSING = 4 };
enum voucher_word {
    WORD_GENERAL = 1,
    WORD_RECEIPT = 2,
    WORD_PAYMENT = 3,
    WORD_TRANSFER = 4,
    WORD_CLOSING = 5,
    WORD_OPENING = 6
};
enum dimension {
    DIMENSION_BANK_ACCOUNT = 1,
    DIMENSION_STREAM = 2,
    DIMENSION_CONTRACT = 3, /* seq of contract_recorded */
    DIMENSION_PARTY = 4,    /* seq of party_registered */
    DIMENSION_WARRANTY = 5  /* seq of the matter_opened of a warranty deposit */
};
enum ref_role {
    REF_REVERSES = 1,
    REF_REPLACES = 2,
    REF_ADJUSTS = 3,
    REF_DECIDED_BY = 4,
    REF_APPROVED_BY = 5,
    REF_IMPORTED_BY = 6,
    REF_CAPTURES = 7,
    REF_DOCUMENT = 8,
    REF_CONTRACT = 9,
    REF_APPLIED_BY = 10,   /* the matter_opened or matter_moved that an entry books */
    REF_SUPERSEDES = 12,   /* an earlier application for the same payment */
    REF_ORGANIZATION = 13, /* the body for which a person holds a role */
    REF_PARTY = 14         /* the payee of an application */
};
/* States of a reservation; all but the first are the reasons of reservation_closed, moved on by one. */
enum reservation_state {
    RESERVATION_OPEN = 1,
    RESERVATION_RELEASED = 2,
    RESERVATION_EXPIRED = 3,
    RESERVATION_EXHAUSTED = 4
};
/* What statements tell apart: ordinary entries (red letters and differences among them), carry-forward, opening. */
enum turnover_flow { FLOW_ORDINARY = 1, FLOW_CARRIED = 2, FLOW_OPENING = 4, FLOW_ALL = 7 };
enum limit_kind { LIMIT_DEBIT = 1, LIMIT_CREDIT = 2 }; /* the debit or credit balance may not go below */
enum unit_use { UNIT_COMMODITY = 1, UNIT_PUBLIC = 2, UNIT_SELLER = 3, UNIT_NOT_HOUSING = 4 };
enum bank_purpose {
    PURPOSE_INCOME = 1,
    PURPOSE_RUNNING = 2,
    PURPOSE_TIME = 3,
    PURPOSE_WARRANTY = 4,
    PURPOSE_PREPARATION = 5,
    PURPOSE_MAINTENANCE = 6
};
/* What a matter is about: u16 noun of matter_opened and matter_moved. A new noun takes the next number. */
enum matter_noun {
    NOUN_DOCUMENT = 1,
    NOUN_BUDGET = 2,
    NOUN_PROJECT = 3,
    NOUN_ASSET = 4,
    NOUN_CONTRACT = 5,
    NOUN_SMALL_ACCOUNT = 6,
    NOUN_HANDOVER = 7,
    NOUN_WARRANTY = 8,
    NOUN_PLACEMENT = 9,
    NOUN_DISCLOSURE = 10,
    NOUN_STAMP = 11,
    NOUN_WARRANTY_CLAIM = 12,
    NOUN_STAMP_USE = 13,
    NOUN_COMMITTEE_TERM = 15,
    NOUN_DECISION = 17,
    NOUN_RELATION = 18
};
enum { MATTER_FIRST_STATE = 1 }; /* of every matter, when it is opened */
enum document_type {
    DOCUMENT_STATEMENT = 1,
    DOCUMENT_INVOICE = 2,
    DOCUMENT_RECEIPT = 3,
    DOCUMENT_BANK_RECEIPT = 4,
    DOCUMENT_CONTRACT = 5,
    DOCUMENT_MINUTES = 6,
    DOCUMENT_PHOTO = 7,
    DOCUMENT_OTHER = 8
};
/* Who may see a file: the states of the matter that belongs to a document. */
enum visibility { VISIBILITY_WITHHELD = MATTER_FIRST_STATE, VISIBILITY_PUBLIC = 2, VISIBILITY_REDACTED = 3 };
/* Why a contract ends before its last day. */
enum contract_reason { CONTRACT_AGREED = 1, CONTRACT_BREACHED = 2, CONTRACT_REPLACED = 3, CONTRACT_OTHER = 4 };
enum asset_kind {
    ASSET_PARKING = 1,
    ASSET_LIFT_FRAME = 2,
    ASSET_LOCKER = 3,
    ASSET_CHARGING = 4,
    ASSET_VENUE = 5,
    ASSET_OTHER = 6
};
/* What money is placed in: bank deposits for a term, treasury bonds at cost. */
enum placement_kind { PLACEMENT_DEPOSIT = 1, PLACEMENT_BOND = 2 };
enum placement_market { PLACEMENT_INTERBANK = 1, PLACEMENT_COUNTER = 2 }; /* of bonds */
enum { STREAM_MAX = 17, STREAM_INTEREST = 13 };

const char *fund_code(int fund);                         /* "PI" */
const char *fund_name(int fund, enum language language); /* "公共收益" */
/* Refusals: fund.unknown. */
RESULT fund_parse(const char *code, uint16_t *ret_fund);

bool code_is_money(const char *code, size_t size); /* 1001 1002 1012 1101 1201: cash, banks, channels, bonds, imprest */

const char *word_name(int word);                                 /* "记" */
const char *stream_name(int64_t stream, enum language language); /* "地面车位月租"; P01 is stream 1 */
const char *use_name(int use, enum language language); /* "共有部分维修更新"; E02 is use 2 = account 6002 */
const char *dimension_name(int dimension);             /* "bank_account" */

bool document_type_is_shared(int type);   /* speaks of many payments: statement, contract, minutes */
const char *document_type_code(int type); /* "invoice" */
const char *document_type_name(int type, enum language language); /* "发票" */
/* Refusals: document.kind (the caller sets value). */
RESULT document_type_parse(const char *code, uint16_t *ret_type);
const char *visibility_code(int visibility);                         /* "withheld" */
const char *visibility_name(int visibility, enum language language); /* "不公开" */
/* Refusals: document.visibility (the caller sets value). */
RESULT visibility_parse(const char *code, uint16_t *ret_visibility);

const char *contract_reason_code(int reason);                         /* "breached" */
const char *contract_reason_name(int reason, enum language language); /* "违约解除" */
/* Refusals: contract.reason (the caller sets value). */
RESULT contract_reason_parse(const char *code, uint16_t *ret_reason);
const char *placement_kind_code(int kind);                         /* "term-deposit" */
const char *placement_kind_name(int kind, enum language language); /* "定期存款" */
/* Refusals: placement.kind (the caller sets value). */
RESULT placement_kind_parse(const char *code, uint16_t *ret_kind);
const char *placement_market_code(int market);                         /* "counter" */
const char *placement_market_name(int market, enum language language); /* "商业银行柜台市场" */
/* Refusals: placement.market (the caller sets value). */
RESULT placement_market_parse(const char *code, uint16_t *ret_market);
const char *asset_kind_code(int kind);                         /* "parking" */
const char *asset_kind_name(int kind, enum language language); /* "车位" */
/* Refusals: asset.kind (the caller sets value). */
RESULT asset_kind_parse(const char *code, uint16_t *ret_kind);
