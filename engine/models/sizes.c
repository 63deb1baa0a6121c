/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "models/sizes.h"

#include "base/decimal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static BylineStatus unknown_key(const char* name, const char* key,
                                size_t length, const BylineSize* sizes,
                                size_t n_sizes)
{
  char known[BYLINE_MAX_DESCRIPTION] = "";
  for (size_t i = 0; i < n_sizes; ++i) {
    const size_t used = strlen(known);
    snprintf(known + used, sizeof(known) - used, "%s%s", i ? ", " : "",
             sizes[i].key);
  }
  return byline_error(BYLINE_ERROR_USAGE, "%s has no size '%.*s'; it has %s",
                      name, (int)length, key, known);
}

static BylineStatus wrong_value(const char* name, const BylineSize* size,
                                const char* value, size_t length)
{
  char list[64] = "";
  if (size->max_count > 1) {
    snprintf(list, sizeof(list), ", or up to %zu joined by '-'",
             size->max_count);
  }
  return byline_error(BYLINE_ERROR_USAGE,
                      "%s: %s is a %snumber from %g to %g%s, not '%.*s'", name,
                      size->key, size->whole ? "whole " : "", size->minimum,
                      size->maximum, list, (int)length, value);
}

/* Read a list of numbers that ends at `end`.  Digits and points only: no
   locale, no hexadecimal, no infinity. */
static bool read_values(BylineSize* size, const char* text, const char* end)
{
  size->count = 0;
  for (;;) {
    const size_t n = strspn(text, size->whole ? "0123456789" : "0123456789.");
    double value = 0;
    if (size->count == size->max_count ||
        !byline_decimal_read(text, n, &value) || value < size->minimum ||
        value > size->maximum) {
      return false;
    }
    size->values[size->count++] = value;
    text += n;
    if (text == end) {
      return true;
    }
    if (*text++ != '-') {
      return false;
    }
  }
}

BylineStatus byline_sizes_read(const char* name, const char* text,
                               BylineSize* sizes, size_t n_sizes)
{
  while (*text) {
    const size_t length = strcspn(text, ",");
    const char* const end = text + length;
    const size_t key = strcspn(text, "=,");
    BylineSize* size = NULL;
    for (size_t i = 0; i < n_sizes; ++i) {
      if (strlen(sizes[i].key) == key && !strncmp(sizes[i].key, text, key)) {
        size = &sizes[i];
      }
    }
    if (!size) {
      return unknown_key(name, text, key, sizes, n_sizes);
    }
    const char* const value = text + key + (text[key] == '=');
    if (!read_values(size, value, end)) {
      return wrong_value(name, size, value, (size_t)(end - value));
    }
    text = *end ? end + 1 : end;
  }
  return BYLINE_OK;
}

void byline_sizes_write(const char* name, const BylineSize* sizes,
                        size_t n_sizes,
                        char description[BYLINE_MAX_DESCRIPTION])
{
  size_t used =
      (size_t)snprintf(description, BYLINE_MAX_DESCRIPTION, "%s", name);
  for (size_t i = 0; i < n_sizes; ++i) {
    for (size_t k = 0; k < sizes[i].count && used < BYLINE_MAX_DESCRIPTION;
         ++k) {
      char value[32];
      byline_decimal_write(sizes[i].values[k], value, sizeof(value));
      used +=
          (size_t)snprintf(description + used, BYLINE_MAX_DESCRIPTION - used,
                           "%s%s%s%s", k ? "-" : (i ? "," : ":"),
                           k ? "" : sizes[i].key, k ? "" : "=", value);
    }
  }
}
