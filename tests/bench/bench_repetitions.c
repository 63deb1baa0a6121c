/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* How long it takes to compare the songs of a large library with each other.
   usage: bench_repetitions FILE.json */

#include "base/clock.h"
#include "byline/random.h"
#include "byline/thread_pool.h"
#include "dataset/npy.h"
#include "dataset/sound_pairs.h"
#include "tests/bench/targets.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

/* Songs, the bands of their spectrograms, and the columns of the shortest,
   which has 3 min; the longest is half as long again */
#define N_SONGS 5000
#define N_BANDS 17
#define LEAST_FRAMES 4800

/* Write something like music: levels that change now and then. */
static bool write_song(const char* path, uint64_t seed)
{
  FILE* const file = fopen(path, "wb");
  if (!file) {
    return false;
  }
  BylineRandom random = byline_random_begin(seed, 1);
  const size_t n =
      LEAST_FRAMES + byline_random_below(&random, LEAST_FRAMES / 2);
  uint16_t levels[N_BANDS] = {0};
  byline_npy_put_header(file, n, N_BANDS);
  for (size_t frame = 0; frame < n; ++frame) {
    /* Halves of -16 to -128 */
    const uint64_t draw = byline_random_below(&random, 0xc00 * N_BANDS);
    levels[draw % N_BANDS] = (uint16_t)(0xcc00 + draw / N_BANDS);
    fwrite(levels, sizeof(levels), 1, file);
  }
  return fclose(file) == 0;
}

static int compare_prints(const void* a, const void* b)
{
  const BylineSoundPrint* const x = a;
  const BylineSoundPrint* const y = b;
  return (x->n > y->n) - (x->n < y->n);
}

/* Compare all with each other; nothing is to be found. */
static bool compare_all(const BylineSoundPrint* prints)
{
  static const BylineSoundPrint* sorted[N_SONGS];
  BylineThreadPool* pool = NULL;
  BylineSoundPairs pairs;
  for (size_t i = 0; i < N_SONGS; ++i) {
    sorted[i] = &prints[i];
  }
  if (byline_thread_pool_new(0, &pool) != BYLINE_OK) {
    return false;
  }
  const bool good =
      byline_sound_pairs_find(sorted, N_SONGS, pool, &pairs) == BYLINE_OK &&
      pairs.n == 0;
  byline_sound_pairs_free(&pairs);
  byline_thread_pool_free(pool);
  return good;
}

static void bench_repetitions(double* seconds)
{
  static BylineSoundPrint prints[N_SONGS];
  char path[] = "/tmp/byline-bench-XXXXXX";
  const int fd = mkstemp(path);
  bool good = fd >= 0 && close(fd) == 0;
  for (size_t i = 0; good && i < N_SONGS; ++i) {
    good = write_song(path, i) &&
           byline_sound_print_take(path, N_BANDS, &prints[i]) == BYLINE_OK;
  }
  unlink(path);
  qsort(prints, N_SONGS, sizeof(*prints), compare_prints);
  const double start = byline_clock_now();
  if (good && compare_all(prints)) {
    *seconds = byline_clock_now() - start;
  } else {
    printf("cannot compare songs\n");
  }
  for (size_t i = 0; i < N_SONGS; ++i) {
    byline_sound_print_free(&prints[i]);
  }
}

int main(int argc, char** argv)
{
  Target row = {"5000 songs, each with all others", "s", NAN, 20, true};
  bench_repetitions(&row.ours);
  targets_print(&row, 1);
  if (argc > 1) {
    targets_write(argv[1], &row, 1);
  }
  return 0;
}
