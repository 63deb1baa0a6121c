/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/names.h"

#include "base/array.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* How many names are listed */
#define MAX_LISTED 3

static int compare(const void* a, const void* b)
{
  return strcmp(*(const char* const*)a, *(const char* const*)b);
}

bool byline_names_add(BylineNames* names, const char* name)
{
  const char** const grown =
      byline_array_extend(names->names, names->n, sizeof(*grown));
  if (!grown) {
    return false;
  }
  names->names = grown;
  names->names[names->n++] = name;
  return true;
}

void byline_names_sort(BylineNames* names)
{
  if (names->n == 0) {
    return;
  }
  qsort(names->names, names->n, sizeof(*names->names), compare);
  size_t n = 1;
  for (size_t i = 1; i < names->n; ++i) {
    if (strcmp(names->names[i], names->names[n - 1]) != 0) {
      names->names[n++] = names->names[i];
    }
  }
  names->n = n;
}

size_t byline_names_find(const BylineNames* names, const char* name)
{
  if (names->n == 0) {
    return 0;
  }
  const char** const found =
      bsearch(&name, names->names, names->n, sizeof(*names->names), compare);
  return found ? (size_t)(found - names->names) : names->n;
}

void byline_names_list(const BylineNames* names, char* text, size_t size)
{
  size_t length = 0;
  text[0] = '\0';
  for (size_t i = 0; i < names->n && i <= MAX_LISTED; ++i) {
    const int n =
        snprintf(text + length, size - length, "%s%s", i > 0 ? ", " : "",
                 i < MAX_LISTED ? names->names[i] : "...");
    length += n > 0 ? (size_t)n : 0;
    length = length < size ? length : size - 1;
  }
}

void byline_names_free(BylineNames* names)
{
  free(names->names);
  *names = (BylineNames){0};
}
