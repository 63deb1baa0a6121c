/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "tests/bench/prints.h"

#include "tests/bench/bench_log.h"

#include <stdlib.h>
#include <string.h>

/* Tracks are not heard longer than this */
#define MAX_SECONDS 900

/* Digits of a word */
#define DIGITS 8

typedef struct {
  const BylineLibrary* library;
  BylineFingerprint* prints;
  BenchLog* log;
} Taking;

/* A fingerprint as digits, to be freed */
static char* to_digits(const BylineFingerprint* print)
{
  static const char digits[] = "0123456789abcdef";
  char* const text = malloc(print->n * DIGITS + 1);
  for (size_t i = 0; text && i < print->n * DIGITS; ++i) {
    text[i] = digits[print->words[i / DIGITS] >> (28 - 4 * (i % DIGITS)) & 15];
  }
  if (text) {
    text[print->n * DIGITS] = '\0';
  }
  return text;
}

static void from_digits(const char* text, BylineFingerprint* print)
{
  print->n = strlen(text) / DIGITS;
  print->words = malloc((print->n + 1) * sizeof(*print->words));
  for (size_t i = 0; print->words && i < print->n; ++i) {
    char word[DIGITS + 1] = "";
    memcpy(word, text + i * DIGITS, DIGITS);
    print->words[i] = (uint32_t)strtoul(word, NULL, 16);
  }
}

static void take(void* context, unsigned thread, size_t begin, size_t end)
{
  (void)thread;
  (void)end;
  Taking* const t = context;
  const char* const path = t->library->tracks[begin].path;
  const char* const before = bench_log_find(t->log, path);
  if (before) {
    from_digits(before, &t->prints[begin]);
  } else if (byline_fingerprint_read(path, MAX_SECONDS, &t->prints[begin]) ==
             BYLINE_OK) {
    char* const digits = to_digits(&t->prints[begin]);
    if (digits) {
      bench_log_add(t->log, path, digits);
    }
    free(digits);
  }
}

BylineFingerprint* prints_take(const BylineLibrary* library,
                               BylineThreadPool* pool, const char* path)
{
  Taking taking = {.library = library,
                   .prints =
                       calloc(library->n_tracks + 1, sizeof(BylineFingerprint)),
                   .log = bench_log_open(path, false)};
  if (taking.prints) {
    byline_thread_pool_run_unordered(pool, take, &taking, library->n_tracks);
  }
  bench_log_close(taking.log);
  return taking.prints;
}

void prints_free(BylineFingerprint* prints, size_t n)
{
  for (size_t i = 0; prints && i < n; ++i) {
    byline_fingerprint_free(&prints[i]);
  }
  free(prints);
}
