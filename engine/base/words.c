/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/words.h"

#include <string.h>

/* How many characters must be changed to make one word the other; words longer
   than the table are compared as far as it goes. */
static size_t edit_distance(const char* a, const char* b)
{
  enum { LONGEST = 63 };
  size_t row[LONGEST + 1];
  const size_t n = strnlen(b, LONGEST);
  for (size_t j = 0; j <= n; ++j) {
    row[j] = j;
  }
  for (size_t i = 0; i < LONGEST && a[i]; ++i) {
    size_t diagonal = row[0];
    row[0] = i + 1;
    for (size_t j = 0; j < n; ++j) {
      const size_t changed = diagonal + (a[i] != b[j]);
      const size_t shorter = row[j] < row[j + 1] ? row[j] : row[j + 1];
      diagonal = row[j + 1];
      row[j + 1] = changed < shorter + 1 ? changed : shorter + 1;
    }
  }
  return row[n];
}

size_t byline_word_nearest(const char* typed,
                           const char* (*word)(const void* words, size_t i),
                           const void* words, size_t n)
{
  size_t nearest = n;
  size_t fewest = (strlen(typed) + 2) / 3 + 1;
  for (size_t i = 0; i < n; ++i) {
    const size_t distance = edit_distance(typed, word(words, i));
    if (distance < fewest) {
      fewest = distance;
      nearest = i;
    }
  }
  return nearest;
}
