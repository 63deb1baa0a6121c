/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

size_t byline_utf8_length(const char* text)
{
  static const struct {
    unsigned char mask, lead, n;
    unsigned minimum;
  } forms[] = {{0x80, 0x00, 1, 0},
               {0xe0, 0xc0, 2, 0x80},
               {0xf0, 0xe0, 3, 0x800},
               {0xf8, 0xf0, 4, 0x10000}};
  const unsigned char* const s = (const unsigned char*)text;
  for (size_t k = 0; k < 4; ++k) {
    if ((s[0] & forms[k].mask) != forms[k].lead) {
      continue;
    }
    unsigned code = s[0] & (unsigned char)~forms[k].mask;
    for (unsigned i = 1; i < forms[k].n; ++i) {
      if ((s[i] & 0xc0) != 0x80) {
        return 0;
      }
      code = code << 6 | (s[i] & 0x3fu);
    }
    const bool surrogate = code >= 0xd800 && code < 0xe000;
    return code < forms[k].minimum || code > 0x10ffff || surrogate ? 0
                                                                   : forms[k].n;
  }
  return 0;
}

const char* byline_utf8_fault(const char* text)
{
  while (*text) {
    const size_t n = byline_utf8_length(text);
    if (n == 0) {
      return text;
    }
    text += n;
  }
  return NULL;
}

bool byline_utf8_is_control(const char* text, size_t n)
{
  const unsigned char* const s = (const unsigned char*)text;
  switch (n) {
  case 1:
    return s[0] < ' ' || s[0] == 0x7f;
  case 2:
    return s[0] == 0xc2 && s[1] < 0xa0;
  case 3: /* U+2028 to 202E, U+2066 to 2069 */
    return s[0] == 0xe2 && ((s[1] == 0x80 && s[2] >= 0xa8 && s[2] <= 0xae) ||
                            (s[1] == 0x81 && s[2] >= 0xa6 && s[2] <= 0xa9));
  default:
    return false;
  }
}

bool byline_utf8_is_safe(const char* text)
{
  while (*text) {
    const size_t n = byline_utf8_length(text);
    if (n == 0 || byline_utf8_is_control(text, n)) {
      return false;
    }
    text += n;
  }
  return true;
}

void byline_utf8_make_safe(char* text)
{
  char* out = text;
  for (const char* s = text; *s;) {
    const size_t n = byline_utf8_length(s);
    if (n == 0 || byline_utf8_is_control(s, n)) {
      *out++ = n == 0 ? '?' : ' ';
    } else {
      memmove(out, s, n);
      out += n;
    }
    s += n > 0 ? n : 1;
  }
  *out = '\0';
}

char* byline_utf8_show(const char* text)
{
  static const char digits[] = "0123456789abcdef";
  char* const copy = malloc(4 * strlen(text) + 1);
  char* out = copy;
  for (const char* s = text; copy && *s;) {
    const size_t n = byline_utf8_length(s);
    const bool unsafe = n == 0 || byline_utf8_is_control(s, n);
    for (size_t i = 0; i < (n ? n : 1); ++i, ++s) {
      if (!unsafe) {
        *out++ = *s;
      } else if (*s == '\n' || *s == '\t' || *s == '\r') {
        *out++ = '\\';
        *out++ = *s == '\n' ? 'n' : *s == '\t' ? 't' : 'r';
      } else {
        *out++ = '\\';
        *out++ = 'x';
        *out++ = digits[(unsigned char)*s >> 4];
        *out++ = digits[*s & 15];
      }
    }
  }
  if (out) {
    *out = '\0';
  }
  return copy;
}

void byline_utf8_put(FILE* stream, const char* text)
{
  char* const shown = byline_utf8_show(text);
  fputs(shown ? shown : "?", stream);
  free(shown);
}
