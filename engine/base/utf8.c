/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/utf8.h"

#include <stdbool.h>

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
