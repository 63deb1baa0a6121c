/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* How long it takes to compare the songs of a large library with each other,
   and in how much memory.
   usage: bench_repetitions FILE.json */

#include "base/clock.h"
#include "byline/thread_pool.h"
#include "recordings/repeats.h"
#include "tests/bench/targets.h"
#include "tests/unit/stars.h"

#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* Songs of 180 s and, the longest, half as much more */
#define N_SONGS 5000
#define FEW_SONGS 1000
#define LEAST_SECONDS 180.0

static BylineStatus compose(void* context, size_t i, BylineConstellation* peaks)
{
  const size_t n = *(const size_t*)context;
  *peaks = stars_compose(i, LEAST_SECONDS * (1 + 0.5 * (double)i / (double)n));
  return BYLINE_OK;
}

/* Compare songs with each other, of which none is like another, in a process of
   its own.
   @param[out] mebibytes That it needs. */
static bool measure(size_t n, double* seconds, double* mebibytes)
{
  const BylineRepeatSource source = {
      .n = n, .folder = "/tmp", .read = compose, .context = &n};
  const double start = byline_clock_now();
  const pid_t child = fork();
  if (child == 0) {
    BylineThreadPool* pool = NULL;
    BylineRepeats repeats;
    const bool good =
        byline_thread_pool_new(0, &pool) == BYLINE_OK &&
        byline_repeats_find(&source, pool, &repeats) == BYLINE_OK &&
        repeats.n == 0;
    _exit(good ? 0 : 1);
  }
  int status = 0;
  struct rusage usage = {0};
  const bool good =
      child > 0 && wait4(child, &status, 0, &usage) == child && status == 0;
  *seconds = byline_clock_now() - start;
  *mebibytes = (double)usage.ru_maxrss / 1024;
  return good;
}

int main(int argc, char** argv)
{
  Target rows[] = {
      {"5000 songs, each with all others", "s", NAN, 20, true},
      {"memory, 5000 / 1000 songs", "", NAN, 1.25, true},
  };
  double seconds = 0;
  double little = 0;
  double much = 0;
  if (measure(FEW_SONGS, &seconds, &little) &&
      measure(N_SONGS, &seconds, &much)) {
    printf("%d songs: %.1f MiB, %d: %.1f MiB\n", FEW_SONGS, little, N_SONGS,
           much);
    rows[0].ours = seconds;
    rows[1].ours = much / little;
  } else {
    printf("cannot compare songs\n");
  }
  targets_print(rows, 2);
  if (argc > 1) {
    targets_write(argv[1], rows, 2);
  }
  return 0;
}
