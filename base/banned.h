/* banned.h  Calls that do not compile; forced into every file by the build. Each line names what to use instead. */
#pragma once

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define BANNED(call, instead) banned_##call##_use_##instead
#define strcpy(a, b) BANNED(strcpy, snprintf)
#define strcat(a, b) BANNED(strcat, buffer)
#define strncpy(a, b, c) BANNED(strncpy, snprintf)
#define strncat(a, b, c) BANNED(strncat, buffer)
#define sprintf(...) BANNED(sprintf, snprintf)
#define vsprintf(...) BANNED(vsprintf, vsnprintf)
#define gets(a) BANNED(gets, fgets)
#define atoi(a) BANNED(atoi, number_parse)
#define atol(a) BANNED(atol, number_parse)
#define atoll(a) BANNED(atoll, number_parse)
#define atof(a) BANNED(atof, money_parse)
#define strtol(a, b, c) BANNED(strtol, number_parse)
#define strtoul(a, b, c) BANNED(strtoul, number_parse)
#define strtoll(a, b, c) BANNED(strtoll, number_parse)
#define strtoull(a, b, c) BANNED(strtoull, number_parse)
#define strtod(a, b) BANNED(strtod, money_parse)
#define strtok(a, b) BANNED(strtok, strcspn)
#define localtime(a) BANNED(localtime, date_of_inst)
#define localtime_r(a, b) BANNED(localtime_r, date_of_inst)
#define gmtime(a) BANNED(gmtime, date_of_inst)
#define mktime(a) BANNED(mktime, date_from_civil)
#define time(a) BANNED(time, ctx_now)
#define rand() BANNED(rand, random_bytes)
#define srand(a) BANNED(srand, random_bytes)
#define setlocale(a, b) BANNED(setlocale, nothing)
#define SHA256(a, b, c) BANNED(SHA256, digest_sha256)
