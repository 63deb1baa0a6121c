/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "models/learnt.h"

#include "base/hash.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DIGITS ((size_t)BYLINE_LEARNT_DIGITS)

static const char hexadecimal[] = "0123456789abcdef";

/* The digits of a song: those that its recording, a digest, begins with; of
   other names a hash. */
static void digits_of(const char* recording, char digits[static DIGITS + 1])
{
  if (strspn(recording, hexadecimal) >= DIGITS) {
    memcpy(digits, recording, DIGITS);
    digits[DIGITS] = '\0';
    return;
  }
  snprintf(digits, DIGITS + 1, "%016" PRIx64,
           byline_hash(BYLINE_HASH_BEGIN, recording, strlen(recording)));
}

bool byline_learnt_is_valid(const char* text)
{
  const size_t n = strlen(text);
  if (n % DIGITS != 0 || strspn(text, hexadecimal) != n) {
    return false;
  }
  for (size_t i = DIGITS; i < n; i += DIGITS) {
    if (memcmp(text + i - DIGITS, text + i, DIGITS) >= 0) {
      return false;
    }
  }
  return true;
}

size_t byline_learnt_count(const char* text)
{
  return strlen(text) / DIGITS;
}

static int compare(const void* a, const void* b)
{
  return memcmp(a, b, DIGITS);
}

bool byline_learnt_has(const char* text, const char* recording)
{
  char digits[DIGITS + 1];
  digits_of(recording, digits);
  return bsearch(digits, text, byline_learnt_count(text), DIGITS, compare);
}

static bool add(BylineLearnt* learnt, const char* digits)
{
  if (learnt->n == learnt->capacity) {
    const size_t capacity = learnt->capacity ? 2 * learnt->capacity : 256;
    void* const grown = realloc(learnt->songs, capacity * DIGITS);
    if (!grown) {
      return false;
    }
    learnt->songs = grown;
    learnt->capacity = capacity;
  }
  memcpy(learnt->songs[learnt->n++], digits, DIGITS);
  return true;
}

bool byline_learnt_add(BylineLearnt* learnt, const char* recording)
{
  char digits[DIGITS + 1];
  digits_of(recording, digits);
  return add(learnt, digits);
}

bool byline_learnt_add_all(BylineLearnt* learnt, const char* text)
{
  bool complete = true;
  for (size_t i = 0; complete && text[i]; i += DIGITS) {
    complete = add(learnt, text + i);
  }
  return complete;
}

char* byline_learnt_finish(BylineLearnt* learnt)
{
  char* text = malloc(learnt->n * DIGITS + 1);
  size_t used = 0;
  if (learnt->n > 1) {
    qsort(learnt->songs, learnt->n, DIGITS, compare);
  }
  for (size_t i = 0; text && i < learnt->n; ++i) {
    if (i == 0 || compare(learnt->songs[i - 1], learnt->songs[i]) != 0) {
      memcpy(text + used, learnt->songs[i], DIGITS);
      used += DIGITS;
    }
  }
  if (text && used > BYLINE_MAX_LEARNT * DIGITS) {
    free(text);
    text = NULL;
  }
  if (text) {
    text[used] = '\0';
  }
  free(learnt->songs);
  *learnt = (BylineLearnt){.n = 0};
  return text;
}
