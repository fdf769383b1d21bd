/* banned.h  Calls that do not compile; forced into every file by the build. Each line names what to use instead. */
#pragma once

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define BANNED(call, instead) banned_##call##_use_##instead
#undef strcpy
#define strcpy(a, b) BANNED(strcpy, snprintf)
#undef strcat
#define strcat(a, b) BANNED(strcat, buffer)
#undef strncpy
#define strncpy(a, b, c) BANNED(strncpy, snprintf)
#undef strncat
#define strncat(a, b, c) BANNED(strncat, buffer)
#undef sprintf
#define sprintf(...) BANNED(sprintf, snprintf)
#undef vsprintf
#define vsprintf(...) BANNED(vsprintf, vsnprintf)
#undef gets
#define gets(a) BANNED(gets, fgets)
#undef atoi
#define atoi(a) BANNED(atoi, number_parse)
#undef atol
#define atol(a) BANNED(atol, number_parse)
#undef atoll
#define atoll(a) BANNED(atoll, number_parse)
#undef atof
#define atof(a) BANNED(atof, money_parse)
#undef strtol
#define strtol(a, b, c) BANNED(strtol, number_parse)
#undef strtoul
#define strtoul(a, b, c) BANNED(strtoul, number_parse)
#undef strtoll
#define strtoll(a, b, c) BANNED(strtoll, number_parse)
#undef strtoull
#define strtoull(a, b, c) BANNED(strtoull, number_parse)
#undef strtod
#define strtod(a, b) BANNED(strtod, money_parse)
#undef strtok
#define strtok(a, b) BANNED(strtok, strcspn)
#undef localtime
#define localtime(a) BANNED(localtime, date_of_inst)
#undef localtime_r
#define localtime_r(a, b) BANNED(localtime_r, date_of_inst)
#undef gmtime
#define gmtime(a) BANNED(gmtime, date_of_inst)
#undef mktime
#define mktime(a) BANNED(mktime, date_from_civil)
#undef time
#define time(a) BANNED(time, ctx_now)
#undef rand
#define rand() BANNED(rand, random_bytes)
#undef srand
#define srand(a) BANNED(srand, random_bytes)
#undef setlocale
#define setlocale(a, b) BANNED(setlocale, nothing)
#undef SHA256
#define SHA256(a, b, c) BANNED(SHA256, digest_sha256)
