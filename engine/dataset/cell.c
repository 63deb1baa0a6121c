/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/cell.h"

#include <ctype.h>
#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Blanks that spreadsheets put between thousands, or people at the ends */
static const char* const blanks[] = {
    " ", "\t", "\n", "\r", "\xc2\xa0", "\xe2\x80\xaf", "\xe2\x80\x89", NULL};

/* Marks between thousands that are nothing else */
static const char* const apostrophes[] = {"'", "\xe2\x80\x99", NULL};

/* Seconds below which "1,212" is no likely length of a song, and may be a
   thousand and more of them; and "3.32" may be minutes and seconds */
#define LEAST_LIKELY 30

/* A number below this that has so many decimals is a time of day, as
   spreadsheets keep 3:32: 0.002453704 of a day */
#define LONGEST_OF_DAY 0.1
#define LEAST_DECIMALS_OF_DAY 4
#define SECONDS_OF_DAY 86400

/* The length of the one of some texts that stands here, 0 for none */
static size_t match(const char* s, const char* const* texts)
{
  for (; *texts; ++texts) {
    const size_t n = strlen(*texts);
    if (!strncmp(s, *texts, n)) {
      return n;
    }
  }
  return 0;
}

static const char* skip_blanks(const char* s)
{
  for (size_t n; (n = match(s, blanks)) > 0;) {
    s += n;
  }
  return s;
}

static const char* skip_joints(const char* s)
{
  while (*s == '_' || *s == '-' || match(s, blanks) > 0) {
    s += *s == '_' || *s == '-' ? 1 : match(s, blanks);
  }
  return s;
}

bool byline_cell_names_column(const char* cell, const char* name)
{
  for (;; ++cell, ++name) {
    cell = skip_joints(cell);
    name = skip_joints(name);
    if (tolower((unsigned char)*cell) != tolower((unsigned char)*name)) {
      return false;
    }
    if (!*cell) {
      return true;
    }
  }
}

bool byline_cell_is_word(const char* cell, const char* word)
{
  const size_t n = strlen(word);
  const char* const begin = skip_blanks(cell);
  return !strncasecmp(begin, word, n) && !*skip_blanks(begin + n);
}

/* ---- numbers */

static bool is_mark(char c)
{
  return c == '.' || c == ',';
}

/* How many digits stand here. */
static size_t count_digits(const char* s)
{
  return strspn(s, "0123456789");
}

/* The length of what separates thousands here: a mark, a blank, an apostrophe,
   with three digits behind and no more; 0 when it is none. */
static size_t match_thousand(const char* s, char decimal)
{
  size_t n = is_mark(*s) && *s != decimal ? 1 : match(s, apostrophes);
  n = n ? n : match(s, blanks);
  return n && count_digits(s + n) == 3 ? n : 0;
}

/* Which mark the decimals follow: the last one of a number, unless it is there
   twice. */
static char find_decimal(const char* s)
{
  const char* last = NULL;
  size_t n_same = 0;
  for (const char* at = s; *at && !isalpha((unsigned char)*at); ++at) {
    if (is_mark(*at)) {
      n_same = last && *at == *last ? n_same + 1 : 1;
      last = at;
    }
  }
  return last && n_same == 1 ? *last : '\0';
}

/* Read an amount without a sign; `*end` is what follows it. */
static bool read_number(const char* s, double* value, const char** end)
{
  const char decimal = find_decimal(s);
  const char* const begin = s;
  size_t n = count_digits(s);
  *value = 0;
  if (n == 0 || n > 15) {
    return false;
  }
  for (size_t lead = n;;) {
    for (; n > 0; --n) {
      *value = 10 * *value + (*s++ - '0');
    }
    const size_t separator = lead <= 3 ? match_thousand(s, decimal) : 0;
    if (separator == 0 || s - begin > 30) {
      break;
    }
    s += separator;
    n = 3;
  }
  if (*s && *s == decimal) {
    n = count_digits(++s);
    for (double unit = 0.1; n > 0; --n, unit /= 10) {
      *value += unit * (*s++ - '0');
    }
  }
  *end = s;
  return true;
}

/* Step over an exponent, as in 2.125E+02. */
static const char* read_exponent(const char* s, double* value)
{
  if (*s != 'e' && *s != 'E') {
    return s;
  }
  char* end = NULL;
  const long exponent = isdigit((unsigned char)s[1]) || strchr("+-", s[1])
                            ? strtol(s + 1, &end, 10)
                            : 0;
  if (!end || end == s + 1 || exponent < -30 || exponent > 30) {
    return s;
  }
  *value *= pow(10, (double)exponent);
  return end;
}

/* Read 3:32 or 1:02:03,5, behind the first colon of which `*s` stands. */
static bool read_clock(const char** s, double* seconds)
{
  for (int part = 0; part < 2; ++part) {
    const size_t n = count_digits(*s);
    double value = 0;
    if (n != 2 || !read_number(*s, &value, s) || value >= 60) {
      return false;
    }
    *seconds = 60 * *seconds + value;
    if (**s != ':') {
      return true;
    }
    ++*s;
  }
  return false;
}

/* Units of time, with the longer names first; a point may end them */
static const struct {
  const char* const names[10];
  double seconds;
} units[] = {
    {{"hours", "hour", "std", "h", NULL}, 3600},
    {{"minutes", "mins", "min", "m", "\xe2\x80\xb2", "\xe2\x80\x99", "'", NULL},
     60},
    {{"seconds", "secs", "sec", "sek", "s", "\xe2\x80\xb3", "\xe2\x80\x9d",
      "\"", "''", NULL},
     1},
    {{"milliseconds", "msec", "ms", NULL}, 0.001},
};

#define N_UNITS (sizeof(units) / sizeof(units[0]))

/* Step over the name of a unit that is not among the first ones. */
static const char* skip_unit(const char* s, size_t* unit)
{
  for (size_t i = *unit; i < N_UNITS; ++i) {
    for (const char* const* name = units[i].names; *name; ++name) {
      const size_t n = strlen(*name);
      if (!strncasecmp(s, *name, n) && !isalpha((unsigned char)s[n])) {
        *unit = i;
        return s + n + (s[n] == '.');
      }
    }
  }
  return NULL;
}

/* Read 3m32s, 3 min 32, 3'32", 212500 ms, 3.5 min or ISO 8601's PT3M32.5S. */
static bool read_units(const char* s, double* seconds)
{
  size_t unit = 0;
  s += strncasecmp(s, "PT", 2) == 0 ? 2 : 0;
  *seconds = 0;
  for (bool is_first = true; *s; is_first = false) {
    const size_t n = count_digits(s);
    double value = 0;
    if (n > 9 || unit == N_UNITS || !read_number(s, &value, &s) ||
        (!is_first && value >= 60)) {
      return false;
    }
    s = skip_blanks(s);
    if (*s || is_first) {
      s = skip_unit(s, &unit);
    }
    /* "212.500 ms" may be a fifth of a second */
    if (!s || (units[unit].seconds < 1 && value < 1000)) {
      return false;
    }
    *seconds += value * units[unit++].seconds;
    s = skip_blanks(s);
  }
  return unit > 0;
}

static bool says_nothing(const char* cell)
{
  static const char* const words[] = {
      "",  "n/a", "na",           "#n/a", "nan",          "null",    "none",
      "-", "?",   "\xe2\x80\x93", "--",   "\xe2\x80\x94", "unknown", NULL};
  for (const char* const* word = words; *word; ++word) {
    if (byline_cell_is_word(cell, *word)) {
      return true;
    }
  }
  return false;
}

/* Make seconds of a fraction of a day. */
static double undo_day(const char* number, double value)
{
  const char* const decimals = number + count_digits(number);
  const bool is_fraction = value > 0 && value < LONGEST_OF_DAY &&
                           (strpbrk(number, "eE") ||
                            (is_mark(*decimals) && count_digits(decimals + 1) >=
                                                       LEAST_DECIMALS_OF_DAY));
  return is_fraction ? SECONDS_OF_DAY * value : value;
}

/* Whether a number without a unit may mean two things. */
static bool is_doubtful(const char* number, double value)
{
  const char* const mark = number + count_digits(number);
  const size_t n = is_mark(*mark) ? count_digits(mark + 1) : 0;
  return value >= 1 && value < LEAST_LIKELY && n > 0 && !mark[1 + n] &&
         ((n == 3 && *mark == ',') || (n == 2 && mark[1] < '6'));
}

/* Read 3:32 or 212.5. */
static bool read_clock_or_number(const char* begin, double* seconds)
{
  const char* s = begin;
  const size_t n = count_digits(begin);
  if (begin[n] == ':' && n > 0 && n < 6) {
    *seconds = (double)strtoul(begin, NULL, 10);
    s += n + 1;
    if (!read_clock(&s, seconds)) {
      return false;
    }
  } else {
    if (!read_number(begin, seconds, &s) || is_doubtful(begin, *seconds)) {
      return false;
    }
    s = read_exponent(s, seconds);
    *seconds = *s ? *seconds : undo_day(begin, *seconds);
  }
  s = skip_blanks(s);
  s += *s == 's';
  return !*skip_blanks(s) && *seconds < 1e9;
}

bool byline_cell_read_duration(const char* cell, double* seconds)
{
  const char* const begin = skip_blanks(cell);
  *seconds = 0;
  return says_nothing(cell) || read_clock_or_number(begin, seconds) ||
         read_units(begin, seconds);
}
