/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/decimal.h"

#include <stdio.h>

/* Read `n` digits with at most one point among them.  Not with strtod(), which
   takes a comma for the point in the locale of many hosts. */
bool byline_decimal_read(const char* text, size_t n, double* value)
{
  double scale = 0; /* Of the next digit behind the point, 0 before it */
  size_t n_digits = 0;
  *value = 0;
  for (size_t i = 0; i < n; ++i) {
    if (text[i] == '.') {
      if (scale > 0) {
        return false;
      }
      scale = 1;
      continue;
    }
    ++n_digits;
    if (scale > 0) {
      scale *= 10;
      *value += (text[i] - '0') / scale;
    } else {
      *value = 10 * *value + (text[i] - '0');
    }
  }
  return n_digits > 0;
}

/* Write a number of up to nine decimals, with a point.  Not with "%g", which
   writes a comma in the locale of many hosts. */
void byline_decimal_write(double value, char* text, size_t size)
{
  const unsigned long long nano = (unsigned long long)(value * 1e9 + 0.5);
  const int n =
      snprintf(text, size, "%llu.%09llu", nano / 1000000000, nano % 1000000000);
  size_t end = (size_t)n;
  while (text[end - 1] == '0') {
    --end;
  }
  text[text[end - 1] == '.' ? end - 1 : end] = '\0';
}
