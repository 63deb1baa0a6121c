/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file targets.h
   Figures beside what they shall be: a table on the terminal and a JSON file.
   What could not be measured is in them all the same, and not met.
*/

#ifndef BYLINE_TESTS_BENCH_TARGETS_H
#define BYLINE_TESTS_BENCH_TARGETS_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/** A line of the table. */
typedef struct {
  const char* work; ///< What was measured
  const char* unit; ///< "" for a ratio
  double ours;      ///< The figure; NAN: it was not measured
  double target;    ///< What it shall be
  bool less;        ///< Whether it shall be at most that, or at least
} Target;

/** Whether a figure is what it shall be. */
static inline bool target_is_met(const Target* row)
{
  return row->less ? row->ours <= row->target : row->ours >= row->target;
}

static inline void targets_print(const Target* rows, size_t n)
{
  size_t n_met = 0;
  printf("%-34s %12s %14s  %s\n", "work", "ours", "target", "met");
  for (size_t i = 0; i < n; ++i) {
    const bool met = target_is_met(&rows[i]);
    char ours[32] = "not measured";
    n_met += met;
    if (!isnan(rows[i].ours)) {
      snprintf(ours, sizeof(ours), "%.5g", rows[i].ours);
    }
    printf("%-34s %12s %s%12.5g  %-3s %s\n", rows[i].work, ours,
           rows[i].less ? "<=" : ">=", rows[i].target, met ? "yes" : "no",
           rows[i].unit);
  }
  printf("targets met: %zu of %zu\n", n_met, n);
}

static inline void targets_write(const char* path, const Target* rows, size_t n)
{
  FILE* const file = fopen(path, "w");
  if (!file) {
    return;
  }
  fputs("[\n", file);
  for (size_t i = 0; i < n; ++i) {
    char ours[32] = "null";
    if (!isnan(rows[i].ours)) {
      snprintf(ours, sizeof(ours), "%.6g", rows[i].ours);
    }
    fprintf(file,
            "  {\"work\": \"%s\", \"unit\": \"%s\", \"ours\": %s, "
            "\"target\": %.6g, \"less\": %s, \"met\": %s}%s\n",
            rows[i].work, rows[i].unit, ours, rows[i].target,
            rows[i].less ? "true" : "false",
            target_is_met(&rows[i]) ? "true" : "false", i + 1 < n ? "," : "");
  }
  fputs("]\n", file);
  fclose(file);
}

#endif // BYLINE_TESTS_BENCH_TARGETS_H
