/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/sound_print.h"

#include "base/half.h"
#include "dataset/npy.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Columns from one word to the next, and columns that a word averages: they
   overlap so that it does not matter much where the first column lies */
#define STEP 7
#define WINDOW 28

/* Groups of bands, one more than a word has bits */
#define N_GROUPS 17

/* A change of less than this is none, in dB */
#define MIN_CHANGE 0.1f

/* Share of bits that must be certain in both prints */
#define MIN_CERTAIN 0.3

/* Words by which two prints may be shifted */
#define MAX_SHIFT 8

/* Measured on the corpus, 14 pieces re-encoded: as MP3 of 48 kbit/s, as Opus
   of 32 kbit/s and cut by 0.4 s, as mono Vorbis at 22 kHz and delayed, up to
   0.38; two different pieces (393 pairs of about equal length) from 0.425 on */
#define SAME_DISTANCE 0.40

/* Prints of a few seconds have few bits, which are nearer than that by chance:
   how far from a half of them, in standard deviations, is no chance */
#define MIN_DEVIATIONS 6

/* Add a column's bands to the sums of the groups they are in. */
static void add_column(const BylineNpy* npy, size_t n_bands, size_t column,
                       float sign, float* columns, float* sums)
{
  byline_half_to_float(npy->data + column * npy->n_columns, n_bands, columns);
  for (size_t group = 0; group < N_GROUPS; ++group) {
    const size_t end = n_bands * (group + 1) / N_GROUPS;
    float sum = 0;
    for (size_t band = n_bands * group / N_GROUPS; band < end; ++band) {
      sum += columns[band];
    }
    sums[group] += sign * sum / (float)(n_bands / N_GROUPS + 1);
  }
}

static void make_word(const float* now, const float* before, uint16_t* word,
                      uint16_t* certain)
{
  unsigned bits = 0;
  unsigned mask = 0;
  for (size_t i = 0; i + 1 < N_GROUPS; ++i) {
    const float change = now[i] - now[i + 1] - (before[i] - before[i + 1]);
    bits |= (change > 0 ? 1u : 0u) << i;
    mask |= (fabsf(change) >= MIN_CHANGE * WINDOW ? 1u : 0u) << i;
  }
  *word = (uint16_t)bits;
  *certain = (uint16_t)mask;
}

static void make_words(const BylineNpy* npy, size_t n_bands, float* scratch,
                       BylineSoundPrint* print)
{
  float sums[N_GROUPS] = {0};
  float before[N_GROUPS];
  size_t column = 0;
  while (column < WINDOW) {
    add_column(npy, n_bands, column++, 1, scratch, sums);
  }
  for (size_t i = 0; i < print->n; ++i) {
    memcpy(before, sums, sizeof(before));
    for (size_t k = 0; k < STEP; ++k, ++column) {
      add_column(npy, n_bands, column, 1, scratch, sums);
      add_column(npy, n_bands, column - WINDOW, -1, scratch, sums);
    }
    make_word(sums, before, &print->words[i], &print->certain[i]);
  }
}

BylineStatus byline_sound_print_take(const char* features_path, size_t n_bands,
                                     BylineSoundPrint* print)
{
  *print = (BylineSoundPrint){0};
  BylineNpy npy;
  BylineStatus status = byline_npy_open(features_path, &npy);
  if (status != BYLINE_OK) {
    return status;
  }
  if (npy.n_rows > WINDOW) {
    print->n = (npy.n_rows - WINDOW) / STEP;
  }
  n_bands = n_bands < npy.n_columns ? n_bands : npy.n_columns;
  float* const scratch = malloc(n_bands * sizeof(*scratch));
  print->words = calloc(print->n + 1, sizeof(*print->words));
  print->certain = calloc(print->n + 1, sizeof(*print->certain));
  if (scratch && print->words && print->certain) {
    make_words(&npy, n_bands, scratch, print);
  } else {
    status =
        byline_error(BYLINE_ERROR_MEMORY, "%s: out of memory", features_path);
    byline_sound_print_free(print);
  }
  free(scratch);
  byline_npy_close(&npy);
  return status;
}

void byline_sound_print_free(BylineSoundPrint* print)
{
  free(print->words);
  free(print->certain);
  *print = (BylineSoundPrint){0};
}

/* Compare `n` words of two prints, from some word of each on. */
static double distance_of(const BylineSoundPrint* a, size_t a_first,
                          const BylineSoundPrint* b, size_t b_first, size_t n)
{
  size_t n_bits = 0;
  size_t n_different = 0;
  for (size_t i = 0; i < n; ++i) {
    const unsigned certain = a->certain[a_first + i] & b->certain[b_first + i];
    const unsigned change = a->words[a_first + i] ^ b->words[b_first + i];
    n_bits += (size_t)__builtin_popcount(certain);
    n_different += (size_t)__builtin_popcount(certain & change);
  }
  return (double)n_bits < MIN_CERTAIN * (double)(n * (N_GROUPS - 1))
             ? 1
             : (double)n_different / (double)n_bits;
}

bool byline_sound_print_comparable(const BylineSoundPrint* a,
                                   const BylineSoundPrint* b)
{
  const size_t difference = a->n < b->n ? b->n - a->n : a->n - b->n;
  return difference <= MAX_SHIFT;
}

double byline_sound_print_distance(const BylineSoundPrint* a,
                                   const BylineSoundPrint* b)
{
  const size_t shorter = a->n < b->n ? a->n : b->n;
  if (!byline_sound_print_comparable(a, b) || shorter <= 2 * MAX_SHIFT) {
    return 1;
  }
  double best = 1;
  for (size_t shift = 0; shift <= MAX_SHIFT; ++shift) {
    const size_t n = shorter - shift;
    const double ahead = distance_of(a, shift, b, 0, n);
    const double behind = distance_of(a, 0, b, shift, n);
    const double nearer = ahead < behind ? ahead : behind;
    best = nearer < best ? nearer : best;
  }
  return best;
}

/* Below which distance two prints are not alike by chance.  Neighbouring bits
   hang together, so that they count as half as many. */
static double limit_of(const BylineSoundPrint* a, const BylineSoundPrint* b)
{
  const size_t n = a->n < b->n ? a->n : b->n;
  size_t n_bits = 1;
  for (size_t i = 0; i < n; ++i) {
    n_bits += (size_t)__builtin_popcount(a->certain[i] & b->certain[i]);
  }
  const double deviation = 0.5 / sqrt(0.5 * (double)n_bits);
  return fmin(SAME_DISTANCE, 0.5 - MIN_DEVIATIONS * deviation);
}

bool byline_sound_print_same(const BylineSoundPrint* a,
                             const BylineSoundPrint* b)
{
  return byline_sound_print_distance(a, b) < limit_of(a, b);
}
